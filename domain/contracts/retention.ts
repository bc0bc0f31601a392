/** Days for which an upload waits below `uploads/` before it expires. */
export const UPLOAD_DAYS = 7;
/** Days for which an upload waits below `held/` for a person to decide. */
export const HELD_DAYS = 365;
/** Seconds for which the edge keeps that an object is missing, as CloudFront does by itself: a release shows that much later where it was asked for before. */
export const NOT_FOUND_SECONDS = 10;

/** Access logs are kept for so many days at least: a month's report reads 31 days on the 3rd of the next, and for a week after that. */
export const LEAST_LOG_DAYS = 40;
