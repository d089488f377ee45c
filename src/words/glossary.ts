/**
 * What one word says and another language, or another office, says in several, or in one that the vectors do not know: "telework" and
 * « télétravail », "work from home"; "bylaw" and « règlement »; "phone" and « tél. ». Terms of everyday public administration, each of
 * which the bundled model puts below a cosine of 0.5; what it brings together by itself needs no line. A table of both languages.
 */
import { LANGUAGES, type Language } from '../domain.ts'
import { contentWords } from './analyse.ts'

/** English ways to say it, French ways to say it; each a word or a phrase. */
const CONCEPTS: readonly (readonly [en: string, fr: string])[] = [
  ['adjourned, adjournment, meeting ended, meeting end', 'séance levée, levée de la séance, ajournement'],
  ['agenda', 'ordre du jour'],
  ['appeal', 'recours'],
  ['attachment', 'pièce jointe'],
  ['awarded', 'octroyé, adjugé, accordé'],
  ['babysitting, babysitter', 'gardiennage, gardienne'],
  ['backlog', 'arriéré'],
  ['backyard, back yard, rear yard', 'cour arrière'],
  ['bereavement', 'deuil'],
  ['bin', 'bac'],
  ['bite', 'morsure'],
  ['booking, reservation', 'réservation'],
  ['borough', 'arrondissement'],
  ['bylaw', 'règlement'],
  ['carpool, carpooling, ride sharing', 'covoiturage'],
  ['CEO, chief executive officer, chief executive', 'PDG, président-directeur général, présidente-directrice générale'],
  ['centimetre, centimeter, cm', 'centimètre, cm'],
  ['city hall, town hall', 'hôtel de ville, mairie'],
  ['clerk', 'greffier, greffière, greffe'],
  ['clinic', 'clinique'],
  ['compensatory leave, compensatory time, time off in lieu', 'congé compensatoire'],
  ['crosswalk, pedestrian crossing', 'passage piéton, passage pour piétons'],
  ['daycare, childcare, child care', 'garderie, service de garde'],
  ['doctor’s note, sick note, medical certificate', 'billet du médecin, billet médical, certificat médical'],
  ['driver’s licence, driving licence', 'permis de conduire'],
  ['driveway', 'entrée de garage, entrée charretière'],
  ['drought', 'sécheresse'],
  ['dues', 'droits, cotisation'],
  ['eco-centre, recycling centre, recycling depot', 'écocentre, déchetterie'],
  ['email', 'courriel'],
  ['enrolment, enrollment', 'inscription'],
  ['evacuation drill, fire drill, drill', 'exercice d’évacuation, exercice d’incendie'],
  ['fall term, fall semester', 'session d’automne, trimestre d’automne'],
  ['fax', 'télécopieur, téléc'],
  ['fee, price, cost, fare', 'tarif, prix, coût, coûte, coûtent, coûtait, coûter'],
  ['fire hydrant, hydrant', 'borne-fontaine, borne d’incendie'],
  ['fire pit, fireplace', 'foyer extérieur, foyer'],
  ['fire station, fire hall', 'caserne'],
  ['fireworks', 'feux d’artifice, feu d’artifice'],
  ['founded, established', 'fondé'],
  ['founder, co-founder', 'fondateur, fondatrice, cofondateur, cofondatrice'],
  ['front yard', 'cour avant'],
  ['garbage, trash', 'ordures, ordures ménagères'],
  ['gentle', 'doux'],
  ['head office, headquarters', 'siège social'],
  ['health card', 'carte d’assurance maladie, carte soleil'],
  ['heatwave, heat wave', 'canicule, vague de chaleur'],
  ['hedge', 'haie'],
  ['hen, chicken', 'poule'],
  ['instalment, installment', 'versement'],
  ['instructor', 'moniteur, monitrice, instructeur, instructrice'],
  ['internship', 'stage'],
  ['kilogram, kg', 'kilogramme, kg'],
  ['kilometre, kilometer, km', 'kilomètre, km'],
  ['landlord', 'propriétaire, locateur'],
  ['lawn', 'pelouse, gazon'],
  ['leash, leashed', 'laisse'],
  ['lodging', 'hébergement'],
  ['lot', 'terrain'],
  ['magazine', 'revue'],
  ['mayor', 'maire, mairesse'],
  ['meeting', 'séance, réunion'],
  ['meeting minutes, council minutes', 'procès-verbal'],
  ['mileage, kilometric rate', 'kilométrage, taux par kilomètre'],
  ['moose', 'orignal'],
  ['mow, mowing', 'tondre, tonte'],
  ['neighbour, neighbor', 'voisin, voisine'],
  ['newcomer', 'nouvel arrivant, nouveaux arrivants'],
  ['newsletter', 'infolettre'],
  ['ombudsman', 'protecteur du citoyen'],
  ['opening hours, business hours', 'horaire, heures d’ouverture'],
  ['outage', 'panne'],
  ['overtime', 'heures supplémentaires, temps supplémentaire'],
  ['paramedic', 'ambulancier, paramédical'],
  ['paratransit', 'transport adapté'],
  ['parking ticket, speeding ticket', 'contravention, constat d’infraction'],
  ['payroll', 'paie'],
  ['phone, telephone', 'téléphone'],
  ['pickup', 'collecte, ramassage'],
  ['playground', 'terrain de jeux, aire de jeux'],
  ['podcast', 'balado'],
  ['pothole', 'nid-de-poule'],
  ['property tax', 'taxe foncière, impôt foncier'],
  ['repeat offence, subsequent offence', 'récidive'],
  ['rink', 'patinoire'],
  ['rooster', 'coq'],
  ['scholarship', 'bourse'],
  ['seating capacity, seats, people fit', 'capacité, places'],
  ['semester', 'session, trimestre'],
  ['senior', 'aîné, personne âgée'],
  ['setback', 'marge de recul, marge, recul'],
  ['severance, severance pay', 'indemnité de départ'],
  ['sewer', 'égout'],
  ['shed', 'cabanon, remise'],
  ['shift', 'quart de travail'],
  ['shop steward', 'délégué syndical, déléguée syndicale'],
  ['snow removal, snow clearing, snowplow, snowplowing, plow, plowing, plowed', 'déneigement, déneigeuse, déneiger, déneige, déneigé'],
  ['stakeholder', 'partie prenante'],
  ['standby', 'disponibilité'],
  ['statutory holiday, public holiday', 'jour férié'],
  ['stroller', 'poussette'],
  ['subcontractor', 'sous-traitant'],
  ['summer term, summer semester', 'session d’été, trimestre d’été'],
  ['swimming', 'baignade'],
  ['teenager, teen', 'adolescent, adolescente, ado'],
  [
    'telework, teleworking, telecommute, telecommuting, remote work, work from home, working from home',
    'télétravail, travail à distance, travail à domicile',
  ],
  ['tender, bid, call for tenders', 'soumission, appel d’offres'],
  ['toolkit', 'trousse d’outils'],
  ['trail', 'sentier'],
  ['tuition', 'droits de scolarité, frais de scolarité'],
  ['veterinarian, vet', 'vétérinaire'],
  ['waiver', 'dérogation'],
  ['ward', 'quartier, district'],
  ['waste', 'matières résiduelles'],
  ['watering', 'arrosage'],
  ['wharf', 'quai'],
  ['whistleblower', 'lanceur d’alerte, divulgateur'],
  ['winter term, winter semester', 'session d’hiver, trimestre d’hiver'],
  ['workshop', 'atelier'],
]

/** Acronyms with what they stand for, where each language has its own: "RCMP" and « GRC ». No small word of either language is spelt like one. */
const ACRONYMS: typeof CONCEPTS = [
  ['ADHD, attention deficit hyperactivity disorder', 'TDAH, trouble du déficit de l’attention'],
  ['AED, automated external defibrillator', 'DEA, défibrillateur externe automatisé'],
  ['AGM, annual general meeting', 'AGA, assemblée générale annuelle'],
  ['ATIP, access to information and privacy', 'AIPRP, accès à l’information et protection des renseignements personnels'],
  ['BMI, body mass index', 'IMC, indice de masse corporelle'],
  ['CBSA, Canada Border Services Agency', 'ASFC, Agence des services frontaliers du Canada'],
  ['CDS, Canadian Digital Service', 'SNC, Service numérique canadien'],
  ['CFIA, Canadian Food Inspection Agency', 'ACIA, Agence canadienne d’inspection des aliments'],
  ['CMHC, Canada Mortgage and Housing Corporation', 'SCHL, Société canadienne d’hypothèques et de logement'],
  ['COPD, chronic obstructive pulmonary disease', 'MPOC, maladie pulmonaire obstructive chronique'],
  ['CPP, Canada Pension Plan', 'RPC, Régime de pensions du Canada'],
  ['CPR, cardiopulmonary resuscitation', 'RCR, réanimation cardiorespiratoire'],
  ['CRA, Canada Revenue Agency', 'ARC, Agence du revenu du Canada'],
  ['CSIS, Canadian Security Intelligence Service', 'SCRS, Service canadien du renseignement de sécurité'],
  ['CTA, Canadian Transportation Agency', 'OTC, Office des transports du Canada'],
  ['CUSMA', 'ACEUM'],
  ['DFO, Fisheries and Oceans Canada', 'MPO, Pêches et Océans Canada'],
  ['DNA', 'ADN'],
  ['DND, Department of National Defence', 'MDN, ministère de la Défense nationale'],
  ['DTC, disability tax credit', 'CIPH, crédit d’impôt pour personnes handicapées'],
  ['EI, employment insurance', 'AE, assurance-emploi'],
  ['ESDC, Employment and Social Development Canada', 'EDSC, Emploi et Développement social Canada'],
  ['EU, European Union', 'UE, Union européenne'],
  ['FINTRAC', 'CANAFE'],
  ['FTE, full-time equivalent', 'ETP, équivalent temps plein'],
  ['GAC, Global Affairs Canada', 'AMC, Affaires mondiales Canada'],
  ['GDP, gross domestic product', 'PIB, produit intérieur brut'],
  ['GHG, greenhouse gas', 'GES, gaz à effet de serre'],
  ['GB', 'Go'],
  ['GIC, guaranteed investment certificate', 'CPG, certificat de placement garanti'],
  ['GIS, guaranteed income supplement', 'SRG, supplément de revenu garanti'],
  ['GMO, genetically modified organism', 'OGM, organisme génétiquement modifié'],
  ['GST, goods and services tax', 'TPS, taxe sur les produits et services'],
  ['HIV', 'VIH'],
  ['HPV', 'VPH'],
  ['HR, human resources', 'RH, ressources humaines'],
  ['HST, harmonized sales tax', 'TVH, taxe de vente harmonisée'],
  ['IMF, International Monetary Fund', 'FMI, Fonds monétaire international'],
  ['KPI, key performance indicator', 'ICP, indicateur de rendement clé, indicateur clé de performance'],
  ['LMIA, labour market impact assessment', 'EIMT, étude d’impact sur le marché du travail'],
  ['LWOP, leave without pay', 'congé non payé, congé sans solde'],
  ['MFA, multi-factor authentication', 'AMF, authentification multifacteur'],
  ['MRI, magnetic resonance imaging', 'IRM, imagerie par résonance magnétique'],
  ['NAFTA', 'ALENA'],
  ['NATO, North Atlantic Treaty Organization', 'OTAN, Organisation du Traité de l’Atlantique Nord'],
  ['NCC, National Capital Commission', 'CCN, Commission de la capitale nationale'],
  ['NGO, non-governmental organization', 'ONG, organisation non gouvernementale'],
  ['NRC, National Research Council', 'CNRC, Conseil national de recherches'],
  ['NRCan, Natural Resources Canada', 'RNCan, Ressources naturelles Canada'],
  ['OAG, Office of the Auditor General', 'BVG, Bureau du vérificateur général'],
  ['OAS, Old Age Security', 'sécurité de la vieillesse'],
  ['OCHRO, Office of the Chief Human Resources Officer', 'BDPRH, Bureau de la dirigeante principale des ressources humaines'],
  ['OECD', 'OCDE'],
  ['OPC, Office of the Privacy Commissioner', 'CPVP, Commissariat à la protection de la vie privée'],
  ['OPP, Ontario Provincial Police', 'PPO, Police provinciale de l’Ontario'],
  ['OSFI, Office of the Superintendent of Financial Institutions', 'BSIF, Bureau du surintendant des institutions financières'],
  ['PBO, Parliamentary Budget Officer', 'DPB, directeur parlementaire du budget'],
  ['PCO, Privy Council Office', 'BCP, Bureau du Conseil privé'],
  ['PHAC, Public Health Agency of Canada', 'ASPC, Agence de la santé publique du Canada'],
  ['PIA, privacy impact assessment', 'EFVP, évaluation des facteurs relatifs à la vie privée'],
  ['PPE, personal protective equipment', 'EPI, équipement de protection individuelle'],
  ['PRI, personal record identifier', 'CIDP, code d’identification de dossier personnel'],
  ['PSC, Public Service Commission', 'CFP, Commission de la fonction publique'],
  ['PSHCP, Public Service Health Care Plan', 'RSSFP, Régime de soins de santé de la fonction publique'],
  ['PSPC, Public Services and Procurement Canada', 'SPAC, Services publics et Approvisionnement Canada'],
  ['PTSD, post-traumatic stress disorder', 'TSPT, trouble de stress post-traumatique'],
  ['QPP, Quebec Pension Plan', 'RRQ, Régime de rentes du Québec'],
  ['QST, Quebec sales tax', 'TVQ, taxe de vente du Québec'],
  ['RCMP, Royal Canadian Mounted Police', 'GRC, Gendarmerie royale du Canada'],
  ['RDSP, registered disability savings plan', 'REEI, régime enregistré d’épargne-invalidité'],
  ['RESP, registered education savings plan', 'REEE, régime enregistré d’épargne-études'],
  ['RFP, request for proposals', 'demande de propositions'],
  ['RRIF, registered retirement income fund', 'FERR, fonds enregistré de revenu de retraite'],
  ['RRSP, registered retirement savings plan', 'REER, régime enregistré d’épargne-retraite'],
  ['SIN, social insurance number', 'NAS, numéro d’assurance sociale'],
  ['SME, small and medium-sized enterprises', 'PME, petites et moyennes entreprises'],
  ['SSC, Shared Services Canada', 'SPC, Services partagés Canada'],
  ['TBS, Treasury Board Secretariat', 'SCT, Secrétariat du Conseil du Trésor'],
  ['TFSA, tax-free savings account', 'CELI, compte d’épargne libre d’impôt'],
  ['TTY, teletypewriter', 'ATS, téléimprimeur, téléscripteur'],
  ['United Nations', 'ONU, Nations Unies'],
  ['VAC, Veterans Affairs Canada', 'ACC, Anciens Combattants Canada'],
  ['VAT, value added tax', 'TVA, taxe sur la valeur ajoutée'],
  ['VOC, volatile organic compound', 'COV, composé organique volatil'],
  ['VPN, virtual private network', 'RPV, réseau privé virtuel'],
  ['WTO, World Trade Organization', 'OMC, Organisation mondiale du commerce'],
]

/**
 * Places that have a name of several words, or letters for it, in either language, and single names (and who is from there) whose vectors lie
 * below a cosine of 0.55; Denmark stands near « Danemark » by itself. Letters
 * with points between them ("B.C.") are no words of an index.
 */
const PLACES: typeof CONCEPTS = [
  ['Antwerp', 'Anvers'],
  ['Basel', 'Bâle'],
  ['BC, British Columbia', 'Colombie-Britannique'],
  ['Beirut', 'Beyrouth'],
  ['Belarus', 'Biélorussie'],
  ['Brittany', 'Bretagne'],
  ['Burgundy', 'Bourgogne'],
  ['Cairo', 'Le Caire'],
  ['Cameroon', 'Cameroun'],
  ['Chad', 'Tchad'],
  ['Cyprus', 'Chypre'],
  ['Czechia, Czech Republic', 'Tchéquie, République tchèque'],
  ['Dunkirk', 'Dunkerque'],
  ['Estonia', 'Estonie'],
  ['Florida', 'Floride'],
  ['Genoa', 'Gênes'],
  ['Ghent', 'Gand'],
  ['Haitian', 'haïtien, haïtienne'],
  ['Hungarian', 'hongrois, hongroise'],
  ['Hungary', 'Hongrie'],
  ['Irish', 'irlandais, irlandaise'],
  ['Korea', 'Corée'],
  ['Krakow', 'Cracovie'],
  ['Latvia', 'Lettonie'],
  ['Lebanese', 'libanais, libanaise'],
  ['Lebanon', 'Liban'],
  ['Malaysia', 'Malaisie'],
  ['Moroccan', 'marocain, marocaine'],
  ['Morocco', 'Maroc'],
  ['NB, New Brunswick', 'Nouveau-Brunswick'],
  ['Netherlands, Holland', 'Pays-Bas, Hollande'],
  ['NL, Newfoundland and Labrador', 'Terre-Neuve-et-Labrador'],
  ['Norway', 'Norvège'],
  ['NS, Nova Scotia', 'Nouvelle-Écosse'],
  ['NWT, Northwest Territories', 'Territoires du Nord-Ouest'],
  ['PEI, Prince Edward Island', 'Île-du-Prince-Édouard'],
  ['Philadelphia', 'Philadelphie'],
  ['Polish', 'polonais, polonaise'],
  ['Romania', 'Roumanie'],
  ['Romanian', 'roumain, roumaine'],
  ['Scotland', 'Écosse'],
  ['Scottish', 'écossais, écossaise'],
  ['Sudan', 'Soudan'],
  ['Turkish', 'turc, turque'],
  ['UK, United Kingdom, Britain, Great Britain', 'Royaume-Uni, Grande-Bretagne'],
  ['USA, United States', 'États-Unis'],
  ['Vienna', 'Vienne'],
  ['Wales', 'Pays de Galles'],
  ['Warsaw', 'Varsovie'],
  ['Welsh', 'gallois, galloise'],
]

interface Term {
  forms: readonly string[]
  language: Language
  /** All ways to say the same. */
  concept: readonly (readonly string[])[]
}

/** Terms by their first form, the longest first. */
const TERMS: ReadonlyMap<string, readonly Term[]> = (() => {
  const terms = new Map<string, Term[]>()
  for (const both of [...CONCEPTS, ...ACRONYMS, ...PLACES]) {
    const sides = LANGUAGES.flatMap((language, i) =>
      (both[i] ?? '').split(', ').map((phrase) => ({ language, forms: contentWords(phrase, language).map(({ form }) => form) })),
    )
    const concept = sides.map(({ forms }) => forms)
    for (const { forms, language } of sides) {
      const [first] = forms
      // It would stand for every letter that is a word by itself.
      if (first === undefined) throw new Error(`no content word in a term of ${both.join(' | ')}`)
      terms.set(first, [...(terms.get(first) ?? []), { forms, language, concept }])
    }
  }
  for (const own of terms.values()) own.sort((a, b) => b.forms.length - a.forms.length)
  return terms
})()

/** A run of words that says what others say too. */
export interface Synonyms {
  /** Position of its first word, and how many there are. */
  at: number
  length: number
  /** The other ways to say it, each as folded forms. */
  others: readonly (readonly string[])[]
}

/** @param forms content words of a question in a language, folded, in their order: a French « stage » is no English one */
export function synonymsIn(forms: readonly string[], language: Language): Synonyms[] {
  const found: Synonyms[] = []
  for (let at = 0; at < forms.length; at++) {
    const term = termAt(forms, at, language)
    if (!term) continue
    const length = term.forms.length
    found.push({ at, length, others: term.concept.filter((other) => other !== term.forms) })
    at += length - 1
  }
  return found
}

/** Whether a word alone is a term, of either language, whatever the model knows. */
export function isTerm(form: string): boolean {
  return LANGUAGES.some((language) => termAt([form], 0, language) !== undefined)
}

function termAt(forms: readonly string[], at: number, language: Language): Term | undefined {
  for (const first of singulars(forms[at] ?? '')) {
    const term = TERMS.get(first)?.find(
      ({ forms: own, language: of }) => of === language && own.every((form, i) => singulars(forms[at + i] ?? '').includes(form)),
    )
    if (term) return term
  }
  return undefined
}

/** A form and what it may be the plural of. */
function singulars(form: string): string[] {
  return form.length > 3 && /[sx]$/.test(form) ? [form, form.slice(0, -1)] : [form]
}

/** A form and its plural and feminine, as documents may have it. */
export function inflected(form: string): string[] {
  return [form, `${form}s`, `${form}x`, `${form}e`, `${form}es`]
}
