// The sentences of a mapping contract. Each statement is `entry END` inside its own line rule, so that a mistake costs one line;
// what cannot begin an entry is a `bad` line. Meaning (names, types, what may stand where) is the checker's business.
parser grammar TreatyParser;

options { tokenVocab = TreatyLexer; }

file : END* header? topStatement* EOF;

// A value through its steps, alone: `treaty try`.
expressionOnly : expr END EOF;

header : K_CONTRACT name version K_EDITION INTEGER STRING? END;
version : VERSION | DECIMAL | INTEGER;

topStatement
    : declaration END
    | badStart junk* END
    | END
    ;

declaration
    : importDecl | party | system | environment | existing | pending | table | picklist | transform | privacy | map
    | usecase | test | agreement | allow
    ;

// A line that begins with what no entry begins with.
badStart
    : IDENT | QUOTED | STRING | INTEGER | DECIMAL | VERSION | DURATION | TIME | DATE | BAD_UNIT
    | IF | THEN | ELSE | AND | OR | NOT | IN | TRUE | FALSE | NULL_
    | wordOfOthers | anyOperator | LPAREN | LBRACKET | RPAREN | RBRACKET | block
    ;
anyOperator
    : FORWARD | BACKWARD | BOTH | COMMA | COLON | DOT | PIPE | COALESCE | PLUS | MINUS | STAR | SLASH | PERCENT | EQUAL
    | NOTEQUAL | LEQ | GEQ | LESS | GREATER | ASSIGN | FAT_ARROW | DOUBLE_AND | DOUBLE_OR | CURLY_STRING | SINGLE_STRING
    | OPEN_STRING | OPEN_QUOTED | STRAY
    ;
wordOfOthers
    :  K_EDITION | K_APPROVES | K_SCHEMA | K_AT | K_BASE | K_ZONE | K_VERSION | K_TIER | K_AUTH
    | K_SECRET | K_HEADER | K_QUERY | K_LIMIT | K_PER | K_BURST | K_RETRY | K_TIMES | K_BACKOFF | K_TO | K_QUIET
    | K_RESOURCE | K_KEY | K_VOLUME | K_CHANGING | K_PEAK | K_LIST | K_GET | K_CREATE | K_UPDATE | K_DELETE
    | K_PAGE | K_CURSOR | K_NUMBER | K_OFFSET | K_LINK | K_AS | K_SIZE | K_FROM | K_CHANGES | K_SINCE | K_WINDOW
    | K_LOOKBACK | K_FULL | K_EVERY | K_DELETED | K_WHEN | K_WEBHOOK | K_SIGNED | K_ENSURE | K_GROUP | K_UNIQUE
    | K_PORTAL | K_WRITES | K_UNTIL | K_BY | K_BLOCKS | K_CSV | K_VALUE | K_EXAMPLE | K_REVERSE | K_EACH | K_MATCH
    | K_WHERE | K_AFTER | K_START | K_ON | K_UNMATCHED | K_ERROR | K_REJECT | K_SKIP | K_USE | K_KEEP | K_CLEAR
    | K_REQUIRED | K_OWNER | K_WRITE | K_UNCONFIRMED | K_ATOMIC | K_SUBSCRIPTION | K_ASSOCIATE | K_IGNORE
    | K_PROVEN | K_FOR | K_GIVEN | K_FILE | K_RIGHT | K_LEFT | K_EXPECT | K_FILTERED
    ;
badEntryStart
    : THEN | ELSE | AND | OR | IN | operatorNotMinus | RPAREN | RBRACKET
    ;
operatorNotMinus
    : FORWARD | BACKWARD | BOTH | COMMA | COLON | DOT | PIPE | COALESCE | PLUS | STAR | SLASH | PERCENT | EQUAL
    | NOTEQUAL | LEQ | GEQ | LESS | GREATER | ASSIGN | FAT_ARROW | DOUBLE_AND | DOUBLE_OR
    ;
badWordStart
    : THEN | ELSE | AND | OR | IN | IF | NOT | TRUE | FALSE | NULL_ | anyOperator | block | LPAREN | LBRACKET | RPAREN | RBRACKET
    | STRING | INTEGER | DECIMAL | VERSION | DURATION | TIME | DATE | BAD_UNIT
    ;
// Where every entry begins with a keyword, any other word is a mistake too.
badSystemStart
    : badWordStart | IDENT | QUOTED | K_CONTRACT | K_EDITION | K_IMPORT | K_PARTY | K_APPROVES | K_SYSTEM | K_AT
    | K_SECRET | K_HEADER | K_QUERY | K_PER | K_BURST | K_TIMES | K_BACKOFF | K_TO | K_KEY | K_VOLUME | K_CHANGING
    | K_PEAK | K_LIST | K_GET | K_CREATE | K_UPDATE | K_DELETE | K_PAGE | K_CURSOR | K_NUMBER | K_OFFSET | K_LINK
    | K_AS | K_SIZE | K_FROM | K_SINCE | K_WINDOW | K_LOOKBACK | K_FULL | K_EVERY | K_DELETED | K_WHEN | K_WEBHOOK
    | K_SIGNED | K_GROUP | K_UNIQUE | K_ENVIRONMENT | K_PORTAL | K_EXISTING | K_WRITES | K_UNTIL | K_PENDING | K_BY
    | K_BLOCKS | K_TABLE | K_CSV | K_VALUE | K_PICKLIST | K_TRANSFORM | K_EXAMPLE | K_REVERSE | K_PRIVACY | K_MAP
    | K_EACH | K_MATCH | K_WHERE | K_AFTER | K_START | K_ON | K_UNMATCHED | K_ERROR | K_REJECT | K_SKIP | K_USE
    | K_KEEP | K_CLEAR | K_REQUIRED | K_OWNER | K_WRITE | K_UNCONFIRMED | K_ATOMIC | K_SUBSCRIPTION | K_ASSOCIATE
    | K_IGNORE | K_USECASE | K_PROVEN | K_TEST | K_FOR | K_GIVEN | K_FILE | K_RIGHT | K_LEFT | K_EXPECT
    | K_FILTERED | K_SYNC | K_SLA | K_ALERT | K_ACCEPT | K_BOOKS
    ;
badResourceStart
    : badWordStart | IDENT | QUOTED | K_CONTRACT | K_EDITION | K_IMPORT | K_PARTY | K_APPROVES | K_SYSTEM | K_AT
    | K_BASE | K_ZONE | K_VERSION | K_TIER | K_AUTH | K_SECRET | K_HEADER | K_QUERY | K_LIMIT | K_PER | K_BURST
    | K_RETRY | K_TIMES | K_BACKOFF | K_TO | K_QUIET | K_RESOURCE | K_CHANGING | K_PEAK | K_CURSOR | K_NUMBER
    | K_OFFSET | K_LINK | K_AS | K_SIZE | K_FROM | K_SINCE | K_WINDOW | K_LOOKBACK | K_FULL | K_EVERY | K_WHEN
    | K_SIGNED | K_ENSURE | K_GROUP | K_UNIQUE | K_ENVIRONMENT | K_PORTAL | K_EXISTING | K_WRITES | K_UNTIL
    | K_PENDING | K_BY | K_BLOCKS | K_TABLE | K_CSV | K_VALUE | K_PICKLIST | K_TRANSFORM | K_EXAMPLE | K_REVERSE
    | K_PRIVACY | K_MAP | K_EACH | K_MATCH | K_WHERE | K_AFTER | K_START | K_ON | K_UNMATCHED | K_ERROR | K_REJECT
    | K_SKIP | K_USE | K_KEEP | K_CLEAR | K_REQUIRED | K_OWNER | K_WRITE | K_UNCONFIRMED | K_ATOMIC
    | K_SUBSCRIPTION | K_ASSOCIATE | K_IGNORE | K_USECASE | K_PROVEN | K_TEST | K_FOR | K_GIVEN | K_FILE | K_RIGHT
    | K_LEFT | K_EXPECT | K_FILTERED | K_SYNC | K_SLA | K_ALERT | K_ACCEPT | K_BOOKS
    ;
badTestStart
    : badWordStart | IDENT | QUOTED | K_CONTRACT | K_EDITION | K_IMPORT | K_PARTY | K_APPROVES | K_SYSTEM
    | K_SCHEMA | K_AT | K_BASE | K_ZONE | K_VERSION | K_TIER | K_AUTH | K_SECRET | K_HEADER | K_QUERY | K_LIMIT
    | K_PER | K_BURST | K_RETRY | K_TIMES | K_BACKOFF | K_TO | K_QUIET | K_RESOURCE | K_KEY | K_VOLUME | K_CHANGING
    | K_PEAK | K_LIST | K_GET | K_CREATE | K_UPDATE | K_DELETE | K_PAGE | K_CURSOR | K_NUMBER | K_OFFSET | K_LINK
    | K_AS | K_SIZE | K_FROM | K_CHANGES | K_SINCE | K_WINDOW | K_LOOKBACK | K_FULL | K_EVERY | K_DELETED | K_WHEN
    | K_WEBHOOK | K_SIGNED | K_ENSURE | K_GROUP | K_UNIQUE | K_ENVIRONMENT | K_PORTAL | K_EXISTING | K_WRITES
    | K_UNTIL | K_PENDING | K_BY | K_BLOCKS | K_TABLE | K_CSV | K_VALUE | K_PICKLIST | K_TRANSFORM | K_EXAMPLE
    | K_REVERSE | K_PRIVACY | K_MAP | K_EACH | K_MATCH | K_WHERE | K_AFTER | K_START | K_ON | K_UNMATCHED | K_ERROR
    | K_REJECT | K_SKIP | K_USE | K_KEEP | K_CLEAR | K_REQUIRED | K_OWNER | K_WRITE | K_UNCONFIRMED | K_ATOMIC
    | K_SUBSCRIPTION | K_ASSOCIATE | K_IGNORE | K_ALLOW | K_USECASE | K_PROVEN | K_TEST | K_FOR | K_FILE | K_RIGHT
    | K_LEFT | K_FILTERED | K_SYNC | K_SLA | K_ALERT | K_ACCEPT | K_BOOKS
    ;
badTransformStart
    : badWordStart | IDENT | QUOTED | K_CONTRACT | K_EDITION | K_IMPORT | K_PARTY | K_APPROVES | K_SYSTEM
    | K_SCHEMA | K_AT | K_BASE | K_ZONE | K_VERSION | K_TIER | K_AUTH | K_SECRET | K_HEADER | K_QUERY | K_LIMIT
    | K_PER | K_BURST | K_RETRY | K_TIMES | K_BACKOFF | K_TO | K_QUIET | K_RESOURCE | K_KEY | K_VOLUME | K_CHANGING
    | K_PEAK | K_LIST | K_GET | K_CREATE | K_UPDATE | K_DELETE | K_PAGE | K_CURSOR | K_NUMBER | K_OFFSET | K_LINK
    | K_AS | K_SIZE | K_FROM | K_CHANGES | K_SINCE | K_WINDOW | K_LOOKBACK | K_FULL | K_EVERY | K_DELETED | K_WHEN
    | K_WEBHOOK | K_SIGNED | K_ENSURE | K_GROUP | K_UNIQUE | K_ENVIRONMENT | K_PORTAL | K_EXISTING | K_WRITES
    | K_UNTIL | K_PENDING | K_BY | K_BLOCKS | K_TABLE | K_CSV | K_VALUE | K_PICKLIST | K_TRANSFORM | K_PRIVACY
    | K_MAP | K_EACH | K_MATCH | K_WHERE | K_AFTER | K_START | K_ON | K_UNMATCHED | K_ERROR | K_REJECT | K_SKIP
    | K_USE | K_KEEP | K_CLEAR | K_REQUIRED | K_OWNER | K_WRITE | K_UNCONFIRMED | K_ATOMIC | K_SUBSCRIPTION
    | K_ASSOCIATE | K_IGNORE | K_ALLOW | K_USECASE | K_PROVEN | K_TEST | K_FOR | K_GIVEN | K_FILE | K_RIGHT
    | K_LEFT | K_EXPECT | K_FILTERED | K_SYNC | K_SLA | K_ALERT | K_ACCEPT | K_BOOKS
    ;
junk  : ~(END | LBRACE | RBRACE | EOF) | block;
block : LBRACE (junk | END)* RBRACE;

// ── who, what, where ────────────────────────────────────────────────────────
importDecl  : K_IMPORT STRING;
party       : K_PARTY name STRING STRING? (K_APPROVES name (COMMA name)*)?;
environment : K_ENVIRONMENT name LBRACE END? environmentStatement* RBRACE;
environmentStatement
    : name name (STRING | INTEGER) END
    | badWordStart junk* END
    ;
existing : K_EXISTING name STRING K_WRITES qualified (COMMA qualified)* (K_UNTIL DATE)?;
pending  : K_PENDING name STRING (K_BY name)? (K_UNTIL DATE)? (K_BLOCKS name (COMMA name)*)?;
usecase  : K_USECASE name STRING (K_BY name (COMMA name)*)? (K_PROVEN K_BY name (COMMA name)*)?;
allow    : K_ALLOW name STRING;

// ── systems ─────────────────────────────────────────────────────────────────
system : K_SYSTEM name COLON name STRING? (LBRACE END? systemStatement* RBRACE)?;
systemStatement
    : systemEntry END
    | badSystemStart junk* END
    ;
systemEntry
    : schemaRef | setting | auth | limit | retry | quiet | resource | ensure | changes | allow
    ;
schemaRef : K_SCHEMA name STRING (K_AT STRING)?;
setting   : (K_BASE | K_ZONE | K_VERSION) STRING | K_TIER name;
auth      : K_AUTH name authPlace? (secret | STRING | name)? (LBRACE END? authStatement* RBRACE)?;
authPlace : (K_HEADER | K_QUERY) STRING;
authStatement
    : name (secret | STRING | name) END
    | badWordStart junk* END
    ;
secret  : K_SECRET name;
limit   : K_LIMIT INTEGER K_PER name (K_BURST INTEGER)?;
retry   : K_RETRY INTEGER K_TIMES (K_BACKOFF DURATION (K_TO DURATION)?)?;
quiet   : K_QUIET TIME K_TO TIME;
changes : K_CHANGES ( K_EVERY DURATION
                    | name (K_SINCE STRING)? (K_WINDOW DURATION)? (K_LOOKBACK DURATION)? );
resource : K_RESOURCE name LBRACE END? resourceStatement* RBRACE;
resourceStatement
    : resourceEntry END
    | badResourceStart junk* END
    ;
resourceEntry
    : K_KEY name (COMMA name)*                                              # keyEntry
    | K_VOLUME INTEGER (K_CHANGING rate)? (K_PEAK rate)?                    # volumeEntry
    | (K_LIST | K_GET | K_CREATE | K_UPDATE | K_DELETE) name STRING (K_AT STRING)?  # endpointEntry
    | K_PAGE pageStyle                                                      # pageEntry
    | changes                                                               # changesEntry
    | K_DELETED K_WHEN expr                                                 # deletedEntry
    | K_WEBHOOK STRING K_SIGNED name K_HEADER STRING secret                 # webhookEntry
    | schemaRef                                                             # schemaEntry
    | allow                                                                 # allowEntry
    ;
rate : INTEGER K_PER name;
pageStyle
    : K_CURSOR STRING (K_AS STRING)? pageSize?
    | K_NUMBER STRING (K_FROM INTEGER)? pageSize?
    | K_OFFSET STRING pageSize?
    | K_LINK pageSize?
    ;
pageSize : K_SIZE INTEGER (K_AS STRING)?;
ensure : K_ENSURE name (K_GROUP STRING)? LBRACE END? ensureStatement* RBRACE;
ensureStatement
    : ensureProperty END
    | badWordStart junk* END
    ;
ensureProperty : name name K_UNIQUE? STRING? (LBRACE optionList RBRACE)?;
optionList : END? armValue ((COMMA | END) armValue)* (COMMA | END)?;

// ── reference data ──────────────────────────────────────────────────────────
table : K_TABLE name ( LBRACE tableRows RBRACE
                     | K_CSV STRING K_KEY name K_VALUE name (K_AS name)?
                     | K_FROM qualified K_KEY name K_VALUE name );
tableRows : END? (tableRow ((COMMA | END)+ tableRow)*)? (COMMA | END)*;
tableRow  : armValue ASSIGN armValue;
picklist  : K_PICKLIST name LBRACE arms RBRACE;
arms      : END? arm ((COMMA | END)+ arm)* (COMMA | END)*;
arm       : armSide (FORWARD | BACKWARD | BOTH) armSide;
armSide   : ELSE | armValue (OR armValue)*;
armValue  : name | STRING | MINUS? (INTEGER | DECIMAL) | TRUE | FALSE | NULL_;

transform  : K_TRANSFORM name LPAREN (parameter (COMMA parameter)*)? RPAREN (FORWARD type)? ASSIGN expr
             (LBRACE END? transformStatement* RBRACE)?;
parameter  : name COLON type;
type       : name (LESS type (COMMA type)* GREATER)?;
transformStatement
    : K_EXAMPLE expr (COMMA expr)* FORWARD expr END               # exampleStatement
    | K_REVERSE LPAREN parameter RPAREN ASSIGN expr END            # reverseStatement
    | badTransformStart junk* END                                 # badTransformStatement
    ;

privacy : K_PRIVACY qualified LBRACE END? privacyStatement* RBRACE;
privacyStatement
    : name path (COMMA path)* STRING? END
    | badWordStart junk* END
    ;

// ── maps ────────────────────────────────────────────────────────────────────
map : K_MAP name COLON qualified (K_EACH path K_AS name)? arrow qualified (LBRACE END? mapStatement* RBRACE)?;
arrow : FORWARD | BACKWARD | BOTH;
mapStatement
    : mapEntry END
    | badEntryStart junk* END
    ;
mapEntry
    : K_MATCH name (ELSE name)*                                              # matchEntry
    | K_WHERE expr                                                          # whereEntry
    | K_AFTER name (COMMA name)*                                            # afterEntry
    | K_START name+ (COMMA name+)*                                          # startEntry
    | K_ON K_UNMATCHED name FORWARD name name                               # unmatchedEntry
    | K_ON K_DELETE name                                                    # onDeleteEntry
    | onError                                                               # onErrorEntry
    | onNull                                                                # onNullEntry
    | K_GROUP name (K_OWNER name)? K_ATOMIC? LBRACE END? mapStatement* RBRACE  # groupEntry
    | K_LIST STRING K_WHEN expr                                             # listEntry
    | K_SUBSCRIPTION STRING K_FROM expr LBRACE END? subscriptionStatement* RBRACE # subscriptionEntry
    | K_ASSOCIATE expr FORWARD name STRING? name?                           # associateEntry
    | K_IGNORE path (COMMA path)* STRING?                                   # ignoreEntry
    | K_ALLOW name STRING                                                   # allowInMap
    | expr arrow expr clause*                                               # fieldLine
    ;
clause
    : COMMA
    | K_REQUIRED
    | K_OWNER name
    | K_WRITE name
    | onNull
    | onError
    | K_UNCONFIRMED STRING
    ;
onNull  : K_ON NULL_ (K_KEEP | K_CLEAR | K_USE expr);
onError : K_ON K_ERROR (K_REJECT | K_SKIP | K_USE expr);
subscriptionStatement
    : (ELSE | armValue (OR armValue)*) FORWARD name subscriptionClause* END
    | badWordStart junk* END
    ;
subscriptionClause : K_UNTIL path | name name | name STRING;

// ── tests and agreements ────────────────────────────────────────────────────
test : K_TEST name STRING? (K_FOR name)? LBRACE END? testStatement* RBRACE;
testStatement
    : testEntry END
    | badTestStart junk* END
    ;
testEntry
    : K_GIVEN (K_LEFT | K_RIGHT)? (record | K_FILE STRING)                  # givenEntry
    | K_GIVEN K_TABLE name LBRACE tableRows RBRACE                          # givenTable
    | K_EXPECT (K_LEFT | K_RIGHT)? record                                   # expectRecord
    | K_EXPECT K_KEEP qualified (COMMA qualified)*                          # expectKeep
    | K_EXPECT K_REJECT (name (COMMA name)*)?                               # expectReject
    | K_EXPECT K_FILTERED                                                   # expectFiltered
    | K_EXPECT NOT? IN K_LIST STRING                                        # expectList
    ;
agreement
    : (K_SYNC | K_SLA | K_ACCEPT | K_BOOKS) name? LBRACE END? agreementLine* RBRACE
    | K_ALERT word+
    ;
agreementLine : word+ END;
word
    : name | STRING | INTEGER | DECIMAL | DURATION | TIME | DATE | NOT | IN | AND | OR | IF | TRUE | FALSE | NULL_ | ELSE
    | PERCENT | COMMA | DOT | FORWARD | LESS | GREATER | LEQ | GEQ | EQUAL | NOTEQUAL | LPAREN | RPAREN | COLON
    ;

// ── expressions, loosest first ──────────────────────────────────────────────
expr
    : IF expr THEN expr (ELSE expr)?                # ifExpr
    | orExpr                                        # plainExpr
    ;
orExpr   : andExpr (OR andExpr)*;
andExpr  : notExpr (AND notExpr)*;
notExpr  : NOT notExpr | comparison;
comparison : pipe ((EQUAL | NOTEQUAL | LESS | LEQ | GREATER | GEQ | IN | ASSIGN) pipe)*;
pipe     : coalesce (PIPE step)*;
step     : K_PICKLIST LBRACE arms RBRACE | name (LPAREN END? arguments? END? RPAREN)?;
arguments : argument (COMMA END? argument)* COMMA?;
argument : (name | ELSE) COLON expr | expr;
coalesce : sum (COALESCE sum)*;
sum      : product ((PLUS | MINUS) product)*;
product  : unary ((STAR | SLASH) unary)*;
unary    : MINUS unary | primary;
primary
    : LPAREN expr RPAREN                            # parens
    | LBRACKET (expr (COMMA expr)*)? COMMA? RBRACKET # listLiteral
    | record                                        # recordLiteral
    | INTEGER                                       # integerLiteral
    | DECIMAL                                       # decimalLiteral
    | DURATION                                      # durationLiteral
    | STRING                                        # stringLiteral
    | (TRUE | FALSE)                                # booleanLiteral
    | NULL_                                          # nullLiteral
    | K_PICKLIST LBRACE arms RBRACE                  # picklistLiteral
    | name LPAREN arguments? RPAREN                  # callExpr
    | path                                          # pathExpr
    ;
record : LBRACE END? (recordEntry ((COMMA | END)+ recordEntry)*)? (COMMA | END)* RBRACE;
recordEntry : (name | STRING) COLON expr;
path : name (DOT name | LBRACKET (INTEGER | STRING) RBRACKET)*;
qualified : name (DOT name)*;

// Every keyword but ten is a name wherever a name is wanted.
name
    : IDENT | QUOTED | K_EDITION | K_IMPORT | K_PARTY | K_APPROVES | K_SYSTEM | K_SCHEMA | K_AT | K_BASE
    | K_ZONE | K_VERSION | K_TIER | K_AUTH | K_SECRET | K_HEADER | K_QUERY | K_LIMIT | K_PER | K_BURST | K_RETRY
    | K_TIMES | K_BACKOFF | K_TO | K_QUIET | K_RESOURCE | K_KEY | K_VOLUME | K_CHANGING | K_PEAK | K_LIST | K_GET
    | K_CREATE | K_UPDATE | K_DELETE | K_PAGE | K_CURSOR | K_NUMBER | K_OFFSET | K_LINK | K_AS | K_SIZE | K_FROM
    | K_CHANGES | K_SINCE | K_WINDOW | K_LOOKBACK | K_FULL | K_EVERY | K_DELETED | K_WHEN | K_WEBHOOK | K_SIGNED
    | K_ENSURE | K_GROUP | K_UNIQUE | K_ENVIRONMENT | K_PORTAL | K_EXISTING | K_WRITES | K_UNTIL | K_PENDING | K_BY
    | K_BLOCKS | K_TABLE | K_CSV | K_VALUE | K_PICKLIST | K_TRANSFORM | K_EXAMPLE | K_REVERSE | K_PRIVACY | K_MAP
    | K_EACH | K_MATCH | K_WHERE | K_AFTER | K_START | K_ON | K_UNMATCHED | K_ERROR | K_REJECT | K_SKIP | K_USE
    | K_KEEP | K_CLEAR | K_REQUIRED | K_OWNER | K_WRITE | K_UNCONFIRMED | K_ATOMIC | K_SUBSCRIPTION | K_ASSOCIATE
    | K_IGNORE | K_ALLOW | K_USECASE | K_PROVEN | K_TEST | K_FOR | K_GIVEN | K_FILE | K_RIGHT | K_LEFT | K_EXPECT
    | K_FILTERED | K_SYNC | K_SLA | K_ALERT | K_ACCEPT | K_BOOKS
    ;
