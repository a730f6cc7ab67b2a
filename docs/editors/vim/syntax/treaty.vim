" Treaty mapping contracts. Nearly every keyword may also be a field's name, so names are found by the arrow, pipe, dot, comma or
" bracket beside them, and what is left is a keyword. Of items that begin at one place Vim takes the last defined: names stand below
" words. Same rules as ../../vscode/syntaxes/treaty.tmLanguage.json; tests/editors compares the two.
if exists('b:current_syntax')
  finish
endif
syntax case match

syntax match treatyOperator /\v\?\?|[=!<>]\=|[-+*\/%=<>]/

syntax match treatyWord /\v<%(edition|approves|schema|at|base|zone|version|tier|auth|secret|header|query|limit|per|burst|retry|times|backoff|to|quiet|resource|key|volume|changing|peak|list|get|create|update|delete|page|cursor|number|offset|link|as|size|from|changes|since|window|lookback|full|every|deleted|when|webhook|signed|ensure|group|unique|portal|writes|until|by|blocks|csv|value|picklist|example|reverse|each|match|where|after|start|on|unmatched|error|reject|skip|use|keep|clear|required|owner|write|unconfirmed|atomic|subscription|associate|ignore|allow|proven|for|given|file|right|left|expect|filtered)>/
syntax match treatyWord /\v<secret>/ nextgroup=treatySecret skipwhite
syntax match treatySecret /\v<\u[A-Z0-9_]*>/ contained

syntax match treatyPath /\v<%(%(required|skip|reject|keep|clear|atomic)\s*,)@!\h\w*%(\[|\s*%(\<?-\>|\<-|[|=<>+*,\])]|!\=|\?\?|\/\/@!|-\s))@=/
syntax match treatyLabel /\v<\h\w*%(\s*:)@=/
syntax match treatyPath /\v<\h\w*%(\.\h\w*)+/
syntax match treatyStep /\v<\h\w*\(@=/
syntax match treatyPipe /|/ nextgroup=treatyPiped skipwhite
syntax match treatyPiped /\v<%(picklist>)@!\h\w*>/ contained
syntax match treatyArrow /\v\<-\>|-\>|\<-/ nextgroup=treatyTarget skipwhite
syntax match treatyTarget /\v<%(%(if|not|else|true|false|null)>)@!\h\w*%(\.\h\w*)*>\(@!/ contained

syntax match treatyConditional /\v<%(if|then|else)>/
syntax match treatyLogical /\v<%(and|or|not|in)>/
syntax match treatyConstant /\v<%(true|false|null)>/

syntax match treatyDeclaration /\v^%(contract|import|party|system|environment|existing|pending|table|picklist|transform|privacy|map|usecase|test|allow|sync|sla|alert|accept|books)>/ nextgroup=treatyName skipwhite
syntax match treatyName /\v<\h\w*%(\.\h\w*)*/ contained

syntax match treatyNumber /\v<%(\d\d:\d\d|\d{4}-\d\d-\d\d|\d[0-9_]*%(ms|s|min|h|d|w|mo|y)|\d[0-9_]*%(\.\d[0-9_]*){,2})>/
syntax match treatyQuoted /\v`[^`]+`/
syntax region treatyString start=/"/ end=/"/ end=/$/ oneline contains=treatyEscape,treatyHole
syntax match treatyEscape /\\./ contained
syntax match treatyHole /\v\$\{[^}"]*\}/ contained

syntax keyword treatyTodo TODO FIXME XXX contained
syntax match treatyComment "//.*$" contains=treatyTodo,@Spell
syntax match treatyDoc "///.*$" contains=treatyTodo,@Spell

highlight default link treatyArrow Special
highlight default link treatyComment Comment
highlight default link treatyConditional Conditional
highlight default link treatyConstant Boolean
highlight default link treatyDeclaration Statement
highlight default link treatyDoc SpecialComment
highlight default link treatyEscape SpecialChar
highlight default link treatyHole Identifier
highlight default link treatyLabel Label
highlight default link treatyLogical Keyword
highlight default link treatyName Type
highlight default link treatyNumber Number
highlight default link treatyOperator Operator
highlight default link treatyPath Identifier
highlight default link treatyPipe Operator
highlight default link treatyPiped Function
highlight default link treatyQuoted Identifier
highlight default link treatySecret Constant
highlight default link treatyStep Function
highlight default link treatyString String
highlight default link treatyTarget Identifier
highlight default link treatyTodo Todo
highlight default link treatyWord Keyword

let b:current_syntax = 'treaty'
