// Diagnosis names and which of them count as malignant. Used where a picture's class
// is given as a diagnosis (folders named after one); labels files state their target.

/** The target of a training or test picture. */
export type Target = 'benign' | 'malignant';

/**
 * Malignant follows the data's own rule: melanoma, basal cell carcinoma, squamous cell
 * carcinoma (with Bowen's disease) and actinic keratosis (HAM10000's `akiec`), which
 * PAD-UFES-20 counts as benign: figures are repeated with it left out.
 */
const targets: Readonly<Record<string, Target>> = {
  malignant: 'malignant',
  melanoma: 'malignant',
  'basal cell carcinoma': 'malignant',
  'squamous cell carcinoma': 'malignant',
  'actinic keratosis': 'malignant',
  benign: 'benign',
  nevus: 'benign',
  'benign keratosis': 'benign',
  'seborrheic keratosis': 'benign',
  'vascular lesion': 'benign',
  dermatofibroma: 'benign',
};

/** Diagnosis codes of ISIC 2018/2019, HAM10000 and PAD-UFES-20. */
const codes: Readonly<Record<string, string>> = {
  mel: 'melanoma',
  nv: 'nevus',
  nev: 'nevus',
  bcc: 'basal cell carcinoma',
  scc: 'squamous cell carcinoma',
  ak: 'actinic keratosis',
  ack: 'actinic keratosis',
  akiec: 'actinic keratosis',
  bkl: 'benign keratosis',
  sek: 'seborrheic keratosis',
  vasc: 'vascular lesion',
  df: 'dermatofibroma',
};

/** A diagnosis in its long, lower-case form; unknown ones are returned as they are. */
export function normaliseDiagnosis(name: string): string {
  const plain = name.trim().toLowerCase().replace(/[_-]+/g, ' ');
  return codes[plain] ?? plain;
}

/** Benign or malignant, or null for a name that says neither. */
export function targetOf(diagnosis: string): Target | null {
  return targets[normaliseDiagnosis(diagnosis)] ?? null;
}
