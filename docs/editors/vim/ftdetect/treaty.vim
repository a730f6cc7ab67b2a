" Many things are called .map (MapServer, linkers, browsers), and Vim takes them all for MapServer's. A contract, or a file of tables
" and transforms for one, says so in the first line that is no comment. What is new and empty here is a contract.
function! s:Detect() abort
  for line in getline(1, 200)
    if line !~# '^\s*\%(//.*\)\?$'
      if line =~# '\v^%(contract|import|party|system|environment|existing|pending|table|picklist|transform|privacy|map|usecase|test|allow|alert)\s+["[:alpha:]_`]'
            \ || line =~# '\v^%(sync|sla|accept|books)>[^=]*\{'
        set filetype=treaty
      endif
      return
    endif
  endfor
  set filetype=treaty
endfunction

autocmd BufNewFile,BufRead *.map call s:Detect()
