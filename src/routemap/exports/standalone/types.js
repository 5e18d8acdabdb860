// JSDoc types of the data in the file, which content.py writes.

/**
 * @typedef {object} FileClaim
 * @property {string} id
 * @property {number} row - position in the data
 * @property {number} source - position in the sources
 * @property {number} allegation - position in the allegations, -1 for none
 * @property {string} stance
 * @property {string} stance_label
 * @property {number[]} features - positions in the features
 * @property {Record<string, [number, number]>} days - first and last day by kind of date
 * @property {boolean} kept - a denial that was added although the filters of the export exclude it
 * @property {[string, string][]} facts - labels and texts
 * @property {string} excerpt
 * @property {boolean} quotation
 * @property {string} citation
 * @property {string} url
 * @property {string} note
 * @property {string} relayed
 * @property {string} date
 * @property {boolean} withdrawn - its article was retracted
 * @property {ArticleDetails} article
 * @property {string} report - link to report an error, empty if the case has no contact
 */

/** @import { ArticleDetails } from "../../map/assets/types.js" */

/**
 * @typedef {object} FileFeature
 * @property {string} id
 * @property {string} name
 * @property {string} kind
 * @property {number} full_status - position of its status in the complete data
 * @property {number[]} denied - allegations that the complete data denies about it
 * @property {number[]} affirmed - allegations that the complete data affirms about it
 * @property {number[]} left_out - numbers of claims that are not in the file, by kind
 */

/**
 * @typedef {object} FileStatus
 * @property {string} key
 * @property {string} label
 * @property {[[string, string], [string, string]]} letters - by hidden denials and assertions
 */

/**
 * A sentence for one thing and for several, with `{number}` and other names to fill in.
 * @typedef {[string, string]} Counted
 */

/**
 * @typedef {object} FileData
 * @property {FileClaim[]} claims - ordered by the day of the statement, else of publication
 * @property {FileFeature[]} features
 * @property {{id: string, name: string}[]} sources
 * @property {{id: string, statement: string, broader: number[], denied_broadly: boolean}[]} allegations
 * @property {FileStatus[]} statuses
 * @property {[string, string][]} participles - stances and their words before “by”
 * @property {{kept: Counted, undated: Counted, withdrawn: Counted, swapped: string}} sentences - about the filters
 * @property {string[]} affirms - stances that affirm
 * @property {string[]} denies - stances that deny
 * @property {string} by - the default kind of date of the filters
 * @property {boolean} sided - the filters of the export select a side (source, stance, allegation)
 * @property {number} page - claims on a page of a popup
 * @property {any} map - the features, in the format that the server sends to the map
 * @property {string} address - of the dashboard, empty or a path if unknown
 * @property {string | null} selected - id of a feature
 * @property {[number, number, number] | null} view - latitude, longitude, zoom
 */

export {};
