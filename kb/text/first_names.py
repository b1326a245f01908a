"""The first names that are common in Sweden, old and young; by them the scanner knows people."""

_NAMES = """
adam agnes agneta ahmed albin alexander alexandra alf alfred ali alice alicia alma alva alvar alvin
amanda amelia amina amir anders andreas andrew anette angelica anita anja ann anna anneli annelie
annette annica annika annmarie anton antonia arne aron arthur arvid astrid august aurora axel
barbro bengt benjamin berit bernt bertil birger birgit birgitta bo boel bosse britt britta börje
camilla carin carina carl carola caroline casper catarina cecilia charlie charlotta charlotte
christel christer christian christina christine christoffer christopher claes clara conny cornelia
dag dan daniel daniela david dennis desirée diana dick doris ebba edith edvin edward egon einar
elin elina elis elisabet elisabeth elise ella ellen ellinor elliot elsa elsie elvira emelie emil
emilia emma emmy engla erica erik erika erland ernst eskil ester eva evelina evert fabian fanny
fatima felicia felix filip filippa folke frank frans fredric fredrik freja frida frideborg gabriel
gabriella georg gerd gerda gert gertrud gottfrid greta gun gunborg gunhild gunilla gunn gunnar
gunnel gunvor gustaf gustav göran görel gösta hampus hanna hanne hannes hans harald harriet harry
hassan hedda hedvig helen helena helene helge henning henrik henry herbert herman hilda hilma
holger hugo håkan ibrahim ida inga ingalill inge ingeborg ingegerd ingela ingemar inger ingmar
ingrid ingvar irene iris irma isabell isabella isabelle isac isak ivar jacob jakob jan jane janne
jasmine jeanette jennie jennifer jenny jens jerker jerry jesper jessica jim jimmy joakim joar joel
johan johanna johannes john johnny jon jonas jonathan jonna jonny josef josefin josefina josefine
joseph judit julia julian jörgen kaj karin karina karl karolina karoline kasper katarina katharina
kennet kenneth kent kerstin kevin khaled kim kjell klara klas knut krister kristian kristin
kristina kristoffer kurt lars lasse laura lea leah leif leila lena lennart leo leon leona lilian
lilly lina linda linn linnea linnéa linus lisa lisbeth liselott liselotte liv lotta louise lovis
lovisa lucas ludvig lukas lydia madeleine magdalena magnus mahmoud maj maj-britt maja malin malte
marcus margareta margaretha margit mari maria mariam mariana marianne marie marika marina markus
marta martin mary mathias mathilda matilda mats mattias max maximilian maya melker melvin mia
micael michael michaela mikael milla milo milton minna mira miriam moa mohamed mohammad mohammed
molly monica monika morgan muhammad mustafa måns märit märta nadja nathalie nicklas niclas nicole
niklas nikolina nils nina noah noel noomi ola olga oliver olivia olle olof olov omar oscar oskar
osman otto ove patricia patrick patrik paul paula paulina peder per pernilla peter petra petter pia
pierre pontus rafael ragnar ragnhild ralf rasmus rebecca rebecka reine richard rickard rikard rita
robert robin roger roland rolf ronja ronny rose-marie roy rune rut ruth sabina saga samir samuel
sandra sanna sara sarah sebastian selma seth sigbritt signe sigrid sigurd sigvard simon siri siv
sixten sofia sofie solveig sonia sonja sophia sophie staffan stefan stella sten stephanie stig
stina sture sune susann susanna susanne svante svea sven tage teodor teresa terese theo theodor
theres therese thomas thor thorbjörn tilda tilde tim timmy tindra tobias tom tomas tommy tony tor
torbjörn tord tore torgny torsten tove tuva tyra tyrone ulf ulla ulrik ulrika uno urban valdemar
valter vanja vega vendela vera veronica veronika victor victoria vidar viggo viktor viktoria vilgot
vilhelm ville vilma vincent viola viveka vivianne walter wilhelm william wilma yasmin ylva yngve
yusuf yvonne zahra zara åke åsa örjan östen
"""

#: In small letters.
FIRST_NAMES = frozenset(_NAMES.split())
