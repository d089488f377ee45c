"""Groups about what is nested: a line that answers only under its parent lines, written by a generator as synthetic.py does.

Three kinds: fees, times and numbers in lists of two or three levels, where the same line stands under several parents; rules of a by-law that differ by one condition; remarks under a
label, where the label itself says nothing. The question names the parent and the line in any order, in the language of the passage or in the other one; near misses name a condition that
is not there.
"""
import random

from synthetic import DOCS, EVENTS, GRANTS, NAMES, WORDS, count, money, places, share, span

# A pair of conditions that exclude one another: (line en, line fr, asked en, asked fr) each.
CONDITIONS = [
    [('for an application filed online', 'pour une demande présentée en ligne', 'if I apply online', 'si je fais la demande en ligne'), ('for an application filed on paper', 'pour une demande présentée sur papier', 'with the paper form', 'avec le formulaire papier')],
    [('for a person sixty-five years of age or older', 'pour une personne âgée de soixante-cinq ans ou plus', 'for a senior', 'pour une personne aînée'), ('for a person under twelve years of age', 'pour une personne de moins de douze ans', 'for a young child', 'pour un jeune enfant')],
    [('within forty-eight hours', 'dans les quarante-huit heures', 'if it is urgent', 'si c’est urgent'), ('within the regular time', 'dans le délai normal', 'if there is no hurry', 'si rien ne presse')],
    [('for a term of two years', 'pour une durée de deux ans', 'for two years', 'pour deux ans'), ('for a term of six months', 'pour une durée de six mois', 'for six months', 'pour six mois')],
    [('for residents', 'pour les résidents', 'if I live here', 'si j’habite ici'), ('for non-residents', 'pour les non-résidents', 'for someone who does not live here', 'pour une personne qui n’habite pas ici')],
    [('on weekdays', 'en semaine', 'on a Tuesday', 'un mardi'), ('on weekends and holidays', 'la fin de semaine et les jours fériés', 'on Sunday', 'le dimanche')],
    [('by mail', 'par la poste', 'by mail', 'par la poste'), ('in person at a service counter', 'en personne à un comptoir de service', 'at the counter', 'au comptoir')],
    [('for an individual', 'pour un particulier', 'for one person', 'pour une personne seule'), ('for an organization', 'pour un organisme', 'for a group', 'pour un groupe')],
    [('between May 1 and October 31', 'du 1er mai au 31 octobre', 'in the summer', 'l’été'), ('between November 1 and April 30', 'du 1er novembre au 30 avril', 'in winter', 'en hiver')],
    [('for a first application', 'pour une première demande', 'the first time', 'la première fois'), ('for a renewal', 'pour un renouvellement', 'to renew', 'pour renouveler')],
    [('with a permit', 'avec un permis', 'with a permit', 'avec un permis'), ('without a permit', 'sans permis', 'if I have no permit', 'si je n’ai pas de permis')],
    [('for a full-time employee', 'pour une employée ou un employé à temps plein', 'for full-time staff', 'pour le personnel à temps plein'), ('for a part-time employee', 'pour une employée ou un employé à temps partiel', 'if I work part time', 'si je travaille à temps partiel')],
    [('in a heritage district', 'dans un secteur patrimonial', 'in the old town', 'dans le vieux quartier'), ('in an industrial zone', 'dans une zone industrielle', 'near the factories', 'près des usines')],
    [('in a school zone', 'dans une zone scolaire', 'near a school', 'près d’une école'), ('on a bridge', 'sur un pont', 'on the bridge', 'sur le pont')],
]
AMOUNTS = [
    (money, ['How much is {}?', 'What does {} cost?', 'fee for {}', 'What is the fee for {}?'], ['Combien coûte {} ?', 'Quels sont les frais pour {} ?', 'Quel est le tarif pour {} ?', 'prix pour {}'], ['Fee', 'Column 2: Fee ($)', ''], ['Droits', 'Colonne 2 : Droits ($)', '']),
    (span, ['How long does it take for {}?', 'What is the waiting time for {}?', 'How many days for {}?'], ['Combien de temps faut-il pour {} ?', 'Quel est le délai pour {} ?', 'Combien de jours pour {} ?'], ['Time', ''], ['Délai', '']),
    (count, ['How many are allowed for {}?', 'What is the limit for {}?'], ['Combien en permet-on pour {} ?', 'Quelle est la limite pour {} ?'], ['Limit', ''], ['Limite', '']),
    (share, ['What is the rate for {}?', 'What share is paid back for {}?'], ['Quel est le taux pour {} ?', 'Quelle part est remboursée pour {} ?'], ['Rate', ''], ['Taux', '']),
]
MARKS = [[('(1)', '(1)'), ('(2)', '(2)'), ('(3)', '(3)')], [('(a)', 'a)'), ('(b)', 'b)'), ('(c)', 'c)')], [('(i)', '(i)'), ('(ii)', '(ii)'), ('(iii)', '(iii)')], [('•', '•')] * 3, [('–', '–')] * 3, [('1.', '1.'), ('2.', '2.'), ('3.', '3.')], [('', '')] * 3]
# thing en, fr, without an article
THINGS = [('hens', 'poules'), ('beehives', 'ruches'), ('vehicles', 'véhicules'), ('boats', 'bateaux'), ('signs', 'affiches'), ('tents', 'tentes'), ('guests', 'invités'), ('trees', 'arbres')]
KEEP = [('No person shall have more than {n} {t} {c}.', 'Nul ne peut avoir plus de {n} {t} {c}.'), ('A person may keep up to {n} {t} {c}.', 'Toute personne peut garder jusqu’à {n} {t} {c}.'), ('The number of {t} {c} must not exceed {n}.', 'Le nombre de {t} {c} ne peut dépasser {n}.'),
        ('{C}, {n} {t} are allowed.', '{C}, {n} {t} sont autorisés.')]
SPEED = [('No person shall drive {c} at a speed of more than {n} km/h.', 'Il est interdit de circuler {c} à plus de {n} km/h.'), ('The speed limit {c} is {n} km/h.', 'La vitesse maximale {c} est de {n} km/h.')]
FINE = [('A person who contravenes this section {c} is liable to a fine of ${n}.', 'Quiconque contrevient au présent article {c} est passible d’une amende de {n} $.'), ('The fine {c} is ${n}.', 'L’amende {c} est de {n} $.')]
# label en, fr; words of a question en, fr; remarks [(en, fr)]
TOPICS = [
    ('Sound', 'Son', 'the sound', 'le son', [('The speakers could not be heard at the back.', 'On n’entendait rien au fond de la salle.'), ('A technician stayed all day.', 'Une technicienne est restée toute la journée.'), ('Two microphones were missing.', 'Il manquait deux microphones.')]),
    ('Parking', 'Stationnement', 'parking', 'le stationnement', [('The lot is full before nine.', 'Le terrain est plein avant neuf heures.'), ('Two spaces were added behind the hall.', 'Deux places ont été ajoutées derrière la salle.'), ('Permits are checked at the gate.', 'Les permis sont vérifiés à l’entrée.')]),
    ('Meals', 'Repas', 'the meals', 'les repas', [('A vegetarian dish will be offered.', 'Un plat végétarien sera offert.'), ('The portions were too small.', 'Les portions étaient trop petites.'), ('Coffee is served at ten.', 'Le café est servi à dix heures.')]),
    ('Registration', 'Inscription', 'registration', 'l’inscription', [('The form was too long.', 'Le formulaire était trop long.'), ('It opens on the first Monday of May.', 'Elle commence le premier lundi de mai.'), ('Families are served first.', 'Les familles passent en premier.')]),
    ('Newsletter', 'Bulletin', 'the newsletter', 'le bulletin', [('It is printed four times a year.', 'Il paraît quatre fois par année.'), ('Readers want shorter articles.', 'Les lecteurs veulent des articles plus courts.'), ('Ms. Field will write the next one.', 'Mme Field rédigera le prochain.')]),
    ('Budget', 'Budget', 'the budget', 'le budget', [('It was adopted without a vote.', 'Il a été adopté sans vote.'), ('A surplus of four percent is expected.', 'On prévoit un excédent de quatre pour cent.'), ('The next review is in the fall.', 'La prochaine révision a lieu à l’automne.')]),
    ('Website', 'Site Web', 'the website', 'le site Web', [('It does not work on phones.', 'Il ne fonctionne pas sur les téléphones.'), ('Both languages load at once.', 'Les deux langues se chargent en même temps.'), ('A search box was asked for.', 'On a demandé une boîte de recherche.')]),
    ('Snow removal', 'Déneigement', 'snow removal', 'le déneigement', [('Sidewalks come first.', 'Les trottoirs passent en premier.'), ('It begins after five centimetres.', 'Il commence après cinq centimètres.'), ('The contract ends in March.', 'Le contrat se termine en mars.')]),
]
PARENTS = [(('What worked well', 'Ce qui a bien fonctionné', 'What did people like about {}?', 'Qu’est-ce qu’on a aimé dans {} ?'), ('What needs to change', 'Ce qu’il faut changer', 'What needs to change in {}?', 'Que faut-il changer dans {} ?')),
           (('Decisions', 'Décisions', 'What was decided about {}?', 'Qu’a-t-on décidé pour {} ?'), ('Questions from the public', 'Questions du public', 'What did the public ask about {}?', 'Qu’a demandé le public sur {} ?'))]
TITLES = [('Schedule of fees', 'Annexe : droits'), ('By-law 12', 'Règlement 12'), ('Minutes', 'Compte rendu'), ('Service standards', 'Normes de service'), ('Guide', 'Guide'), ('Regulations', 'Règlement')]


def capital(text):
    return text[0].upper() + text[1:]


def listed(r, L, P):
    """A list of two or three levels: things, conditions, conditions. The same line stands under each of its parents."""
    things = r.choice([r.sample(DOCS, 2), r.sample(EVENTS, 2), r.sample(GRANTS, 2), places(r)[:2]])[:r.choice([1, 2])]
    outer, inner, absent = r.sample(CONDITIONS, 3)
    amount, asks_en, asks_fr, label_en, label_fr = r.choice(AMOUNTS)
    outer, inner = r.sample(outer, 2), r.sample(inner, 2)
    deep = len(things) == 1 or r.random() < 0.5
    marks = r.sample(MARKS, 3)
    label = r.choice((label_en, label_fr)[P])
    bar = r.choice([' | ', ' | ', ': ' if P == 0 else ' : ', ', ', ' — '])
    colon = r.choice([':', '', ':']) if P == 0 else r.choice([' :', '', ' :'])
    lines, leaves = [], []
    for t, thing in enumerate(things):
        head = r.choice([thing[2 + P], f'{t + 1} | {thing[2 + P]}{colon} |', f'{t + 1} {thing[2 + P]}{colon}'])
        lines.append(head)
        for o, a in enumerate(outer):
            if deep:
                lines.append(f'{marks[0][o][P]} {a[P]}{colon}'.strip())
            for i, b in enumerate(inner if deep else [None]):
                value, whole = amount(r)[P], (b or a)[P]
                mark = marks[1 if deep else 0][i if deep else o][P]
                leaves.append((t, o, i, len(lines), value))
                lines.append(f'{mark} {whole}{bar}{f"{label}{chr(32) if P else str()}: " if label and bar == " — " else ""}{value}'.strip())
    t, o, i, place, value = r.choice(leaves)
    answerable = r.random() >= 0.2
    parts = [outer[o][2 + L], *([inner[i][2 + L]] if deep else [])]
    if not answerable:
        parts[r.randrange(len(parts))] = r.choice(absent)[2 + L]
    if r.random() < 0.5:
        parts.reverse()
    question = r.choice((asks_en, asks_fr)[L]).format(things[t][L])
    body, end = question.rstrip(' ?'), ('?', ' ?')[L] if '?' in question else ''
    question = f'{body} {" ".join(parts)}{end}' if r.random() < 0.7 else f'{capital(parts[0])}, {question[0].lower() + question[1:].rstrip(" ?")} {" ".join(parts[1:])}'.strip() + end
    return question, lines, place if answerable else -1, value if answerable else '', answerable


def ruled(r, L, P):
    """Rules that differ by one condition."""
    (en, fr), pairs, absent = r.choice(THINGS), r.sample(CONDITIONS, 2), r.choice(CONDITIONS)
    kind = r.choice(['keep', 'speed', 'fine'])
    cases = [one for pair in pairs for one in pair][:r.choice([2, 3, 4])]
    r.shuffle(cases)
    marks, begin = r.choice(MARKS[:3]), r.randint(2, 40)
    lines, values = [], []
    if r.random() < 0.5:
        lines.append({'keep': ('Number allowed', 'Nombre permis'), 'speed': ('Speed', 'Vitesse'), 'fine': ('Offences', 'Infractions')}[kind][P])
    offset = len(lines)
    for n, case in enumerate(cases):
        value = {'keep': lambda: r.choice(WORDS)[P] if r.random() < 0.6 else str(r.randint(2, 12)), 'speed': lambda: str(r.choice([20, 30, 40, 50, 60, 70, 80, 90])), 'fine': lambda: str(r.choice([50, 75, 100, 150, 200, 250, 300, 500, 800]))}[kind]()
        text = r.choice({'keep': KEEP, 'speed': SPEED, 'fine': FINE}[kind])[P].format(n=value, t=(en, fr)[P], c=case[P], C=capital(case[P]))
        mark = marks[n % 3][P] if n < 3 else '(4)'
        lines.append(f'{f"{begin} " if n == 0 and r.random() < 0.6 else ""}{mark} {text}')
        values.append(value)
    n = r.randrange(len(cases))
    unused = [one for one in [*pairs[0], *pairs[1], *absent] if one not in cases]
    answerable = r.random() >= 0.2 or not unused
    asked = (cases[n] if answerable else r.choice(unused))[2 + L]
    question = {'keep': (r.choice([f'How many {en} can I have', f'What is the most {en} allowed', f'maximum number of {en}']), r.choice([f'Combien de {fr} puis-je avoir', f'Quel est le nombre maximal de {fr}', f'nombre maximal de {fr}'])),
                'speed': (r.choice(['How fast can I drive', 'What is the speed limit']), r.choice(['À quelle vitesse peut-on rouler', 'Quelle est la limite de vitesse'])),
                'fine': (r.choice(['How much is the fine', 'What fine do I risk']), r.choice(['À combien s’élève l’amende', 'Quelle amende risque-t-on']))}[kind][L]
    return f'{question} {asked}{("?", " ?")[L]}', lines, offset + n if answerable else -1, values[n] if answerable else '', answerable


def labelled(r, L, P):
    """Remarks under labels, perhaps the same label under two headings."""
    topics = r.sample(TOPICS, r.choice([2, 3]))
    parents = r.choice(PARENTS) if r.random() < 0.6 else (None,)
    lines, leaves = [], []
    outer, inner = r.sample(MARKS[3:], 2)
    used = {n: r.sample(topic[4], 3) for n, topic in enumerate(topics)}
    for h, parent in enumerate(parents):
        if parent:
            lines.append(parent[P])
        for n, topic in enumerate(topics):
            if parent and h and r.random() < 0.25:
                continue
            lines.append(f'{outer[0][P]} {topic[P]}{r.choice(["", " :" if P else ":"])}'.strip())
            remark = used[n].pop()[P]
            leaves.append((h, n, len(lines), remark))
            lines.append(f'{inner[0][P]} {remark}'.strip())
    h, n, place, remark = r.choice(leaves)
    answerable = r.random() >= 0.2
    asked = topics[n][2 + L] if answerable else r.choice([t for t in TOPICS if t not in topics])[2 + L]
    plain = r.choice([('What is said about {}?', 'Que dit-on sur {} ?'), ('What was noted about {}?', 'Qu’a-t-on noté sur {} ?')])[L]
    question = (parents[h][2 + L] if parents[h] else plain).format(asked)
    return question, lines, place if answerable else -1, remark if answerable else '', answerable


def headed(r, L, P):
    """Rows under a row that names what they are about."""
    names = r.sample(NAMES, 3)
    bodies = [(f'the {n} Institute', f'l’Institut {n}', f'{n} Institute'.upper() if r.random() < 0.5 else f'{n} Institute', f'Institut {n}'.upper() if r.random() < 0.5 else f'Institut {n}') for n in names]
    heads = r.choice([(('Recipient', 'Bénéficiaire'), ('Amount', 'Montant'), ('Item', 'Article')), (('Program', 'Programme'), ('Budget', 'Budget'), ('Line', 'Ligne')), (('Office', 'Bureau'), ('Cost ($)', 'Coût ($)'), ('Code', 'Code'))])
    uses = r.choice([[('Operating expenditures', 'Dépenses de fonctionnement', 'to operate', 'pour fonctionner'), ('Capital expenditures', 'Dépenses en capital', 'for buildings', 'pour les immeubles')], [('Contribution for the year', 'Contribution pour l’exercice', '', '')]])
    sep = ' :' if P else ':'
    lines, leaves = [], []
    for b, body in enumerate(bodies[:2 + r.randrange(2)]):
        lines.append(f'{heads[0][P]}{sep} {body[2 + P]}')
        for u, use in enumerate(uses):
            value = f'{r.randint(1, 90)},{r.randint(100, 999)},{r.randint(100, 999)}' if P == 0 else f'{r.randint(1, 90)} {r.randint(100, 999)} {r.randint(100, 999)}'
            leaves.append((b, u, len(lines), value))
            row = [f'{heads[2][P]}{sep} {r.choice("1 5 10 1b 5a".split())}', f'{heads[0][P]}{sep} – {use[P]}', f'{heads[1][P]}{sep} {value}']
            lines.append(' · '.join(row[r.randrange(2):]))
    b, u, place, value = r.choice(leaves)
    answerable = r.random() >= 0.2 or len({leaf[0] for leaf in leaves}) > 2
    body = bodies[b] if answerable else bodies[2]
    question = r.choice([(f'How much does {body[0]} get', f'Combien reçoit {body[1]}'), (f'What amount is granted to {body[0]}', f'Quel montant est accordé à {body[1]}'), (f'How much money for {body[0]}', f'Quelle somme pour {body[1]}')])[L]
    asked = uses[u][2 + L]
    return f'{question}{" " + asked if asked else ""}{("?", " ?")[L]}', lines, place if answerable else -1, value if answerable else '', answerable


def group(seed):
    """-> question, its language, language of the passage, passages [(title, sentences, gold sentence or -1, answer text or '')], answerable"""
    r = random.Random(seed)
    L, P = r.randrange(2), r.randrange(2)
    kind = r.choices([listed, ruled, labelled, headed], [5, 2, 2, 2])[0]
    question, lines, gold, answer, answerable = kind(r, L, P)
    title = r.choice(TITLES)[P]
    passages = [(title, lines, gold, answer)]
    if r.random() < 0.5:
        _, others, *_ = r.choice([listed, ruled, labelled, headed])(r, L, P)
        passages.append((title, others, -1, ''))
    if r.random() < 0.3:
        question = question.rstrip(' ?').lower()
    return question, ('en', 'fr')[L], ('en', 'fr')[P], passages, answerable


if __name__ == '__main__':
    for n in range(14):
        question, lang, plang, passages, answerable = group(n)
        print(f'\n{lang}>{plang} {answerable} {question}')
        for title, lines, gold, answer in passages[:1]:
            print('\n'.join(f'  {"*" if i == gold else " "} {line}' for i, line in enumerate(lines)), f'\n   = {answer}')
