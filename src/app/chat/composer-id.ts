/** @file The id of the message field, for shortcuts that put the focus there. */

export const COMPOSER_ID = "composer";
