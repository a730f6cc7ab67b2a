" Two spaces a block, as `treaty fmt` has it. A line that goes on from the one before stands deeper, wherever its author put it.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=TreatyIndent() indentkeys=0},0),0],!^F,o,O,0\|,0=and,0=or,0=then,0=->,0=<-
let b:undo_indent = 'setlocal indentexpr< indentkeys<'

if exists('*TreatyIndent')
  finish
endif

" The line without what only looks like brackets.
function! s:Code(number) abort
  return substitute(getline(a:number), '\v"%(\\.|[^"\\])*"|`[^`]*`|//.*', '', 'g')
endfunction

" An `else` goes on too, but for the arm of a picklist.
function! s:GoesOn(number) abort
  return getline(a:number) =~# '\v^\s*%(\||-\>|\<-|\?\?|%(then|and|or)>|else>%(\s*%(-\>|\<-))@!)'
endfunction

" How many brackets a text opens and does not close.
function! s:Open(text) abort
  return count(a:text, '{') + count(a:text, '(') + count(a:text, '[') - count(a:text, '}') - count(a:text, ')') - count(a:text, ']')
endfunction

function! TreatyIndent() abort
  let before = prevnonblank(v:lnum - 1)
  let open = 0
  while before > 0 && s:GoesOn(before)
    let open += s:Open(s:Code(before))
    let before = prevnonblank(before - 1)
  endwhile
  let line = s:Code(before)
  " What the line before closes at its beginning has moved that line already.
  let depth = indent(before) / shiftwidth() + open + s:Open(substitute(line, '\v^\s*\zs[})\]]+', '', ''))
  let depth -= getline(v:lnum) =~# '\v^\s*[})\]]'
  let own = max([0, depth]) * shiftwidth()
  return s:GoesOn(v:lnum) ? max([indent(v:lnum), own + shiftwidth()]) : own
endfunction
