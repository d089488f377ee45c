/** The words of the evaluation report, in both languages; a missing translation does not compile. */
import type { Language } from '../domain.ts'
import type { Outcome } from './run.ts'
import type { Figure, Group } from './summary.ts'

export interface ReportTexts {
  title: string
  figure: string
  groups: Record<Group, string>
  figures: Record<Figure, string>
  outcomes: Record<Outcome, string>
  split: (split: string, model: string) => string
  latency: (p50: string, p95: string) => string
  parity: string
  sameDecision: (share: string) => string
  nothingWorse: string
  noBaseline: string
  better: (figure: string, group: string, before: string, now: string) => string
  worse: (figure: string, group: string, before: string, now: string) => string
  flipped: (question: string, before: string, now: string) => string
  page: {
    figures: string
    perLanguage: string
    risk: string
    riskAbout: string
    coverage: string
    riskAxis: string
    distributions: string
    distributionsAbout: string
    answerable: string
    unanswerable: string
    confidence: string
    count: string
    changes: string
    questions: string
    sortBy: (column: string) => string
    question: string
    kind: string
    language: string
    outcome: string
    answer: string
    evidence: string
    expected: string
    nothingExpected: string
    askExpected: string
    rank: string
    data: string
  }
}

const TEXTS: Record<Language, ReportTexts> = {
  en: {
    title: 'Evaluation report',
    figure: 'figure',
    groups: { all: 'all', en: 'EN', fr: 'FR', same: 'same language', cross: 'across languages' },
    figures: {
      questions: 'questions',
      success1: 'right passage first',
      success5: 'right passage in the first 5',
      recall5: 'recall@5',
      recall20: 'recall@20',
      mrr10: 'MRR@10',
      ndcg10: 'nDCG@10',
      answerHit: 'answer hit',
      answerF1: 'answer F1',
      citationPrecision: 'citation precision (gold)',
      citationValidity: 'citation validity',
      alceRecall: 'citation recall (ALCE)',
      alcePrecision: 'citation precision (ALCE)',
      supportedSentences: 'supported sentences',
      hallucination: 'hallucination rate',
      error: 'error rate',
      askedBack: 'ambiguous, asked back',
      riskArea: 'area under risk–coverage',
      rocArea: 'area under ROC',
      correctLanguage: 'correct language',
      answerWords: 'words an answer (median)',
    },
    outcomes: { right: 'right', wrong: 'wrong', refused: 'wrongly refused' },
    split: (split, model) => `Split: ${split} · model: ${model}`,
    latency: (p50, p95) => `Latency without HTTP: median ${p50} ms, p95 ${p95} ms`,
    parity: 'EN − FR in points, with 95% interval:',
    sameDecision: (share) => `Same decision in both languages: ${share} of pairs`,
    nothingWorse: 'No figure is below the baseline.',
    noBaseline: 'No baseline is stored for this split.',
    better: (figure, group, before, now) => `better: ${figure} (${group}), ${before} before, ${now} now`,
    worse: (figure, group, before, now) => `BELOW THE BASELINE: ${figure} (${group}), ${before} before, ${now} now`,
    flipped: (question, before, now) => `flipped: ${question}, ${before} before, ${now} now`,
    page: {
      figures: 'Figures',
      perLanguage: 'By language',
      risk: 'Risk against coverage',
      riskAbout:
        'Share of wrong answers among the questions answered, as the threshold of confidence falls. Near misses count as wrong once answered.',
      coverage: 'questions answered',
      riskAxis: 'of those, wrong',
      distributions: 'Confidence of answerable questions and near misses',
      distributionsAbout: 'Confidence 0 means that a check on numbers, names or kinds ruled the answer out.',
      answerable: 'answerable',
      unanswerable: 'near misses',
      confidence: 'confidence',
      count: 'questions',
      changes: 'Since the baseline',
      questions: 'Questions',
      sortBy: (column) => `Sort by ${column}`,
      question: 'question',
      kind: 'kind',
      language: 'language',
      outcome: 'outcome',
      answer: 'answer',
      evidence: 'evidence',
      expected: 'Expected',
      nothingExpected: 'No answer is in the documents.',
      askExpected: 'Should be asked back.',
      rank: 'rank of the right passage',
      data: 'The same as a table',
    },
  },
  fr: {
    title: 'Rapport d’évaluation',
    figure: 'mesure',
    groups: { all: 'toutes', en: 'EN', fr: 'FR', same: 'même langue', cross: 'entre langues' },
    figures: {
      questions: 'questions',
      success1: 'bon passage en tête',
      success5: 'bon passage dans les 5 premiers',
      recall5: 'rappel à 5',
      recall20: 'rappel à 20',
      mrr10: 'MRR à 10',
      ndcg10: 'nDCG à 10',
      answerHit: 'réponse trouvée',
      answerF1: 'F1 de la réponse',
      citationPrecision: 'précision des citations (étalon)',
      citationValidity: 'validité des citations',
      alceRecall: 'rappel des citations (ALCE)',
      alcePrecision: 'précision des citations (ALCE)',
      supportedSentences: 'phrases appuyées',
      hallucination: 'taux d’hallucination',
      error: 'taux d’erreur',
      askedBack: 'ambiguës, renvoyées',
      riskArea: 'aire sous risque–couverture',
      rocArea: 'aire sous ROC',
      correctLanguage: 'bonne langue',
      answerWords: 'mots par réponse (médiane)',
    },
    outcomes: { right: 'juste', wrong: 'faux', refused: 'refus à tort' },
    split: (split, model) => `Partie\u00a0: ${split} · modèle\u00a0: ${model}`,
    latency: (p50, p95) => `Latence sans HTTP\u00a0: médiane ${p50}\u00a0ms, p95 ${p95}\u00a0ms`,
    parity: 'EN − FR en points, avec intervalle à 95\u00a0%\u00a0:',
    sameDecision: (share) => `Même décision dans les deux langues\u00a0: ${share} des paires`,
    nothingWorse: 'Aucune mesure n’est inférieure à la référence.',
    noBaseline: 'Aucune référence n’est enregistrée pour cette partie.',
    better: (figure, group, before, now) => `mieux\u00a0: ${figure} (${group}), ${before} avant, ${now} maintenant`,
    worse: (figure, group, before, now) => `SOUS LA RÉFÉRENCE\u00a0: ${figure} (${group}), ${before} avant, ${now} maintenant`,
    flipped: (question, before, now) => `changée\u00a0: ${question}, ${before} avant, ${now} maintenant`,
    page: {
      figures: 'Mesures',
      perLanguage: 'Par langue',
      risk: 'Risque selon la couverture',
      riskAbout:
        'Part de réponses fausses parmi les questions répondues, à mesure que le seuil de confiance baisse. Une question sans réponse compte comme fausse dès qu’on y répond.',
      coverage: 'questions répondues',
      riskAxis: 'dont fausses',
      distributions: 'Confiance des questions avec et sans réponse',
      distributionsAbout: 'Une confiance de 0 veut dire qu’une vérification (nombre, nom, nature) a exclu la réponse.',
      answerable: 'avec réponse',
      unanswerable: 'sans réponse',
      confidence: 'confiance',
      count: 'questions',
      changes: 'Depuis la référence',
      questions: 'Questions',
      sortBy: (column) => `Trier par ${column}`,
      question: 'question',
      kind: 'genre',
      language: 'langue',
      outcome: 'issue',
      answer: 'réponse',
      evidence: 'passages cités',
      expected: 'Attendu',
      nothingExpected: 'Les documents ne contiennent pas de réponse.',
      askExpected: 'À renvoyer à la personne.',
      rank: 'rang du bon passage',
      data: 'Les mêmes données en tableau',
    },
  },
}

export function reportTexts(language: Language): ReportTexts {
  return TEXTS[language]
}
