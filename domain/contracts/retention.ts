/** Days for which an upload waits below `uploads/` before it expires. */
export const UPLOAD_DAYS = 7;
/** Days for which an upload waits below `held/` for a person to decide. */
export const HELD_DAYS = 365;
