/**
 * Zone abbreviations as logs write them, by minutes east of UTC. An abbreviation is a fixed offset: `CET` stays one hour
 * ahead in summer. Where several zones share one (CST, IST, BST ...) the reading common in server logs counts.
 * The single letters are the military zones of ACP 121; J is local time and has no offset.
 */
const ABBREVIATIONS: ReadonlyMap<number, string> = new Map([
  [-720, 'Y'],
  [-660, 'NUT SST X'],
  [-600, 'CKT HAST HST TAHT TKT W'],
  [-570, 'MART MIT'],
  [-540, 'AKST GAMT GIT HADT HNY V'],
  [-480, 'AKDT CIST HAY HNP PST PT U'],
  [-420, 'HAP HNR MST PDT T'],
  [-360, 'CST EAST GALT HAR HNC MDT S'],
  [-300, 'CDT COT EASST ECT EST ET HAC HNE PET R'],
  [-270, 'HLV VET'],
  [-240, 'AST BOT CLT COST EDT FKT GYT HAE HNA PYT Q'],
  [-210, 'HNT NST NT'],
  [-180, 'ADT ART BRT CLST FKST GFT HAA P PMST PYST SRT UYT WGT'],
  [-150, 'HAT NDT'],
  [-120, 'BRST FNT O PMDT UYST WGST'],
  [-60, 'AZOT CVT EGT N'],
  [0, 'EGST GMT UTC WET WT Z'],
  [60, 'A CET DFT WAT WEDT WEST'],
  [120, 'B CAT CEDT CEST EET SAST WAST'],
  [180, 'C EAT EEDT EEST IDT MSK'],
  [210, 'IRST'],
  [240, 'AMT AZT D GET GST KUYT MSD MUT RET SAMT SCT'],
  [270, 'AFT IRDT'],
  [300, 'AMST AQTT AZST E HMT MAWT MVT PKT TFT TJT TMT UZT YEKT'],
  [330, 'SLT'],
  [345, 'NPT'],
  [360, 'ALMT BIOT BTT F IOT KGT NOVT OMST YEKST'],
  [390, 'CCT MMT'],
  [420, 'CXT DAVT G HOVT ICT KRAT NOVST OMSST THA WIB'],
  [480, 'ACT AWST BDT BNT CAST H HKT IRKT KRAST MYT PHT SGT ULAT WITA WST'],
  [540, 'AWDT I IRKST JST KST PWT TLT WDT WIT YAKT'],
  [570, 'ACST'],
  [600, 'AEST K PGT VLAT YAKST YAPT'],
  [630, 'ACDT LHST'],
  [660, 'AEDT L LHDT MAGT NCT PONT SBT VLAST VUT'],
  [690, 'NFT'],
  [720, 'ANAST ANAT FJT GILT M MAGST MHT NZST PETST PETT TVT WFT'],
  [780, 'FJST NZDT'],
]);

const OFFSETS: ReadonlyMap<string, number> = new Map(
  [...ABBREVIATIONS].flatMap(([minutes, names]) => names.split(' ').map((name) => [name, minutes] as const)),
);

const FIXED = /^([A-Z](?:[A-Z]{2,4})?)?(?:([+-])([01]\d)(?::?(\d{2}))?)?$/;

/**
 * Seconds east of UTC of a fixed zone: an abbreviation (`CET`), an offset (`+02`, `-0330`, `+05:45`) or both
 * (`UTC+0200`, which adds up). Case-sensitive.
 * @returns undefined when the text is none of these.
 */
export function fixedOffset(zone: string): number | undefined {
  const match = FIXED.exec(zone);
  if (!match || zone === '') return undefined;
  const base = match[1] === undefined ? 0 : OFFSETS.get(match[1]);
  if (base === undefined) return undefined;
  const minutes = Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  return (base + (match[2] === '-' ? -minutes : minutes)) * 60;
}
