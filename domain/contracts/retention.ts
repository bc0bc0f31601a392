/** Days for which an upload waits below `uploads/` before it expires. */
export const UPLOAD_DAYS = 7;
