/**
 * Page furniture: what a saved web page carries beside its content (copyright lines, buttons, notices, social links).
 * A line is judged by what it is, in both languages; nothing here names a document. The stored text keeps such lines, so that
 * offsets hold; they are only left out of passages, and so of answers.
 */

// One line each, the whole line. Kept to forms that are never the content of a document.
const PATTERNS: readonly RegExp[] = [
  // rights and credits
  // "(c)" alone is the third item of many lists.
  /^(?:©|\(c\)\s*(?:copyright\b|\d{4}\b)|copyright\b|tous droits réservés|all rights reserved|droits d.auteur)/i,
  /^(?:an?|une?) [\p{L} ]{2,30} (?:design|production|creation|website|création|réalisation)$/iu,
  /^(?:powered by|designed by|website by|propulsé par|conçu par|site réalisé par) .{1,40}$/i,
  // dialogs and feedback
  /^[×✕✖✓✔]\s/u,
  /^(?:success|succès)\s*!.{0,60}$/i,
  /^(?:thank you for|merci (?:pour|de)) (?:your|you|votre|vos|nous|l.)?.{0,60}(?:feedback|interest|visit|subscribing|commentaires?|intérêt|visite|rétroaction|inscription).{0,60}$/i,
  /^was this (?:page|article) (?:helpful|useful)\b|^cette page vous a-t-elle été utile/i,
  /^do you (?:support|like|agree with) this .{0,30}\?$|^appuyez-vous cette .{0,30}\?$/i,
  // links and buttons
  /^(?:click|tap|cliquez|appuyez)(?: here| ici)?(?: .{0,30})?$/i,
  /^(?:read|learn|see|show|view|find out|discover) (?:more|less|all)(?: .{0,20})?\s*[:…»>→]?$/i,
  /^(?:en savoir (?:plus|davantage)(?: que)?|lire (?:la suite|plus|davantage)|voir (?:plus|tout|moins)|afficher (?:plus|moins))(?: .{0,20})?\s*[:…»>→]*$/i,
  /^(?:back|return|go back) to .{1,50}$|^retour (?:à|au|aux|vers) .{1,50}$/i,
  /^(?:skip|jump) to .{1,40}$|^(?:passer|aller|sauter) (?:au|à la|directement) .{1,40}$/i,
  /^(?:share|print|download|subscribe|sign up|log ?in|menu|home|search|partager|imprimer|télécharger|s.abonner|s.inscrire|connexion|accueil|rechercher)(?: (?:this|the|on|now|by|cette?|sur|maintenant|par)\b.{0,40})?$/i,
  /^(?:previous|next|précédent|suivant)(?: (?:page|article|post))?$/i,
  /^(?:twitter|facebook|linkedin|instagram|youtube|x)\s*:\s*\S+$/i,
  /^(?:follow us|suivez-nous|stay informed|restez informés?|rejoignez-nous|join us)\b.{0,90}$/i,
  /^#[\p{L}\p{N}_]+$/u,
  // subscriptions, cookies, state of the site
  /\byou can unsubscribe\b|\bvous (?:pouvez|pourrez) (?:en tout temps )?vous (?:désabonner|désinscrire)\b/i,
  /\b(?:we use|this site uses|nous utilisons|ce site utilise) (?:des |les )?(?:cookies|témoins|fichiers témoins)\b/i,
  /\b(?:is in|en) (?:the )?(?:beta|alpha)(?: phase| version)?\b.*\b(?:site|page)\b|\b(?:site|page)\b.*\b(?:en version|phase) b[eê]ta\b/i,
]

/** Furniture is short; a long line is content, and is spared the patterns. */
const LONGEST = 250

/** True for a line that is plainly not content. `line` is trimmed. */
export function isChrome(line: string): boolean {
  if (line === '' || line.length > LONGEST) return false
  const withoutHashtag = line.replace(/\s#[\p{L}\p{N}_]+$/u, '')
  // A slogan that ends in a hashtag: "Fast. Simple. Effective. #StratNumQc".
  if (withoutHashtag !== line && withoutHashtag.split(/\s+/).length <= 6) return true
  return PATTERNS.some((pattern) => pattern.test(line))
}

/** Length of a crawler's metadata at the head of a line ("date 2020-09 "), or 0. */
export function metadataPrefix(line: string): number {
  return /^\s*date[ :]+\d{4}-\d{2}(?:-\d{2})?\s+/i.exec(line)?.[0].length ?? 0
}
