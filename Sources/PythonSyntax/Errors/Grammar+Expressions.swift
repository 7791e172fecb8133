extension ErrorGrammar {
  static let expressions = #"""
    expressions: expression (',' expression)+ ','? {:tuple} | expression ',' {:tuple} | expression
    expression:
      | invalid_expression
      | invalid_legacy_expression
      | disjunction 'if' disjunction 'else' expression {:conditional}
      | disjunction
      | lambdef
    yield_expr: 'yield' 'from' expression {:yield} | 'yield' star_expressions? {:yield}
    star_expressions:
      | a=star_expression b=(',' c=star_expression {c})+ ','? {tuple a b}
      | a=star_expression ',' {tuple a}
      | star_expression
    star_expression: '*' a=bitwise_or {starred a} | expression
    star_named_expressions: a=','.star_named_expression+ ','? {a}
    star_named_expression: '*' a=bitwise_or {starred a} | named_expression
    assignment_expression: NAME ':=' ~ expression {:named}
    named_expression: assignment_expression | invalid_named_expression | a=expression !':=' {a}
    disjunction: conjunction ('or' conjunction)+ {:operation} | conjunction
    conjunction: inversion ('and' inversion)+ {:operation} | inversion
    inversion: 'not' inversion {:operation} | comparison
    comparison: a=bitwise_or b=compare_op_bitwise_or_pair+ {compare a b} | bitwise_or
    compare_op_bitwise_or_pair:
      | eq_bitwise_or
      | noteq_bitwise_or
      | lte_bitwise_or
      | lt_bitwise_or
      | gte_bitwise_or
      | gt_bitwise_or
      | notin_bitwise_or
      | in_bitwise_or
      | isnot_bitwise_or
      | is_bitwise_or
    eq_bitwise_or: '==' bitwise_or {:other}
    noteq_bitwise_or: '!=' bitwise_or {:other}
    lte_bitwise_or: '<=' bitwise_or {:other}
    lt_bitwise_or: '<' bitwise_or {:other}
    gte_bitwise_or: '>=' bitwise_or {:other}
    gt_bitwise_or: '>' bitwise_or {:other}
    notin_bitwise_or: 'not' 'in' bitwise_or {:other}
    in_bitwise_or: 'in' bitwise_or {:membership}
    isnot_bitwise_or: 'is' 'not' bitwise_or {:other}
    is_bitwise_or: 'is' bitwise_or {:other}
    bitwise_or: bitwise_or '|' bitwise_xor {:operation} | bitwise_xor
    bitwise_xor: bitwise_xor '^' bitwise_and {:operation} | bitwise_and
    bitwise_and: bitwise_and '&' shift_expr {:operation} | shift_expr
    shift_expr:
      | shift_expr '<<' sum {:operation}
      | shift_expr '>>' sum {:operation}
      | invalid_arithmetic
      | sum
    sum: sum '+' term {:operation} | sum '-' term {:operation} | term
    term:
      | term '*' factor {:operation}
      | term '/' factor {:operation}
      | term '//' factor {:operation}
      | term '%' factor {:operation}
      | term '@' factor {:operation}
      | invalid_factor
      | factor
    factor: '+' factor {:operation} | '-' factor {:operation} | '~' factor {:operation} | power
    power: await_primary '**' factor {:operation} | await_primary
    await_primary: 'await' primary {:await} | primary
    primary:
      | primary '.' NAME {:attribute}
      | primary genexp {:call}
      | primary '(' arguments? ')' {:call}
      | primary '[' slices ']' {:subscript}
      | atom
    slices: a=slice !',' {a} | ','.(slice | starred_expression)+ ','? {:tuple}
    slice: expression? ':' expression? (':' expression?)? {:other} | named_expression
    atom:
      | NAME
      | 'True' {:true}
      | 'False' {:false}
      | 'None' {:none}
      | &(STRING | FSTRING_START) a=strings {a}
      | NUMBER {:literal}
      | &'(' a=(tuple | group | genexp) {a}
      | &'[' a=(list | listcomp) {a}
      | &'{' a=(dict | set | dictcomp | setcomp) {a}
      | '...' {:ellipsis}
    group: '(' a=(yield_expr | named_expression) ')' {a} | invalid_group
    lambdef: 'lambda' lambda_params? ':' expression {:lambda}

    fstring_middle: fstring_replacement_field | FSTRING_MIDDLE
    fstring_replacement_field:
      | '{' annotated_rhs '='? a=fstring_conversion? fstring_full_format_spec? '}' {field a}
      | invalid_replacement_field
    fstring_conversion: a='!' b=NAME {conversion a b}
    fstring_full_format_spec: ':' fstring_format_spec*
    fstring_format_spec: FSTRING_MIDDLE | fstring_replacement_field
    fstring: a=FSTRING_START b=fstring_middle* c=FSTRING_END {fstring a b c}
    string: a=STRING {string a}
    strings: a=(fstring | string)+ {strings a}
    list: '[' a=star_named_expressions? ']' {list a}
    tuple: '(' a=(b=star_named_expression ',' c=star_named_expressions? {tuple b c})? ')' {parenthesized a}
    set: '{' star_named_expressions '}' {:set}
    dict: '{' double_starred_kvpairs? '}' {:dict} | '{' invalid_double_starred_kvpairs '}'
    double_starred_kvpairs: ','.double_starred_kvpair+ ','?
    double_starred_kvpair: '**' bitwise_or | kvpair
    kvpair: expression ':' expression
    for_if_clauses: for_if_clause+
    for_if_clause:
      | 'async' 'for' star_targets 'in' ~ a=disjunction b=('if' c=disjunction {c})* {comprehension a b}
      | 'for' star_targets 'in' ~ a=disjunction b=('if' c=disjunction {c})* {comprehension a b}
      | for_without_in
      | invalid_for_target
    listcomp: '[' named_expression for_if_clauses ']' {:listComprehension} | invalid_comprehension
    setcomp: '{' named_expression for_if_clauses '}' {:setComprehension} | invalid_comprehension
    genexp:
      | '(' (assignment_expression | expression !':=') for_if_clauses ')' {:generator}
      | invalid_comprehension
    dictcomp: '{' kvpair for_if_clauses '}' {:dictComprehension} | invalid_dict_comprehension

    arguments: a=args ','? &')' {a} | invalid_arguments
    args:
      | a=','.(starred_expression | b=(assignment_expression | c=expression !':=' {c}) !'=' {b})+ b=(',' k=kwargs {k})? {arguments a b}
      | a=kwargs {arguments a}
    kwargs:
      | a=','.kwarg_or_starred+ ',' b=','.kwarg_or_double_starred+ {join a b}
      | ','.kwarg_or_starred+
      | ','.kwarg_or_double_starred+
    starred_expression:
      | invalid_starred_expression
      | '*' a=expression {starred a}
      | '*' {last "Invalid star expression"}
    kwarg_or_starred: invalid_kwarg | NAME '=' expression {:keyword} | starred_expression
    kwarg_or_double_starred: invalid_kwarg | NAME '=' expression {:keyword} | '**' expression {:keywordUnpacking}

    star_targets: a=star_target !',' {a} | star_target (',' star_target)* ','? {:tuple}
    star_targets_list_seq: ','.star_target+ ','?
    star_targets_tuple_seq: star_target (',' star_target)+ ','? | star_target ','
    star_target: '*' a=(!'*' star_target) {starred a} | target_with_star_atom
    target_with_star_atom:
      | t_primary '.' NAME !t_lookahead {:attribute}
      | t_primary '[' slices ']' !t_lookahead {:subscript}
      | star_atom
    star_atom:
      | NAME
      | '(' a=target_with_star_atom ')' {a}
      | '(' star_targets_tuple_seq? ')' {:tuple}
      | '[' star_targets_list_seq? ']' {:list}
    single_target: single_subscript_attribute_target | NAME | '(' a=single_target ')' {a}
    single_subscript_attribute_target:
      | t_primary '.' NAME !t_lookahead {:attribute}
      | t_primary '[' slices ']' !t_lookahead {:subscript}
    t_primary:
      | t_primary '.' NAME &t_lookahead {:attribute}
      | t_primary '[' slices ']' &t_lookahead {:subscript}
      | t_primary genexp &t_lookahead {:call}
      | t_primary '(' arguments? ')' &t_lookahead {:call}
      | a=atom &t_lookahead {a}
    t_lookahead: '(' | '[' | '.'
    del_targets: ','.del_target+ ','?
    del_target:
      | t_primary '.' NAME !t_lookahead {:attribute}
      | t_primary '[' slices ']' !t_lookahead {:subscript}
      | del_t_atom
    del_t_atom:
      | NAME
      | '(' a=del_target ')' {a}
      | '(' del_targets? ')' {:tuple}
      | '[' del_targets? ']' {:list}
    type_expressions:
      | ','.expression+ ',' '*' expression ',' '**' expression
      | ','.expression+ ',' '*' expression
      | ','.expression+ ',' '**' expression
      | '*' expression ',' '**' expression
      | '*' expression
      | '**' expression
      | ','.expression+
    """#
}
