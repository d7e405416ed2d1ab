using Superpower;
using static Tocsin.Dsl.Syntax.Parsing.Links;
using static Tocsin.Dsl.Syntax.Parsing.Words;
using ArgumentsRule = Superpower.TokenListParser<Tocsin.Dsl.Syntax.SyntaxToken, System.Collections.Generic.IReadOnlyList<Tocsin.Dsl.Syntax.ExpressionSyntax>>;
using ExpressionRule = Superpower.TokenListParser<Tocsin.Dsl.Syntax.SyntaxToken, Tocsin.Dsl.Syntax.ExpressionSyntax>;
using NameRule = Superpower.TokenListParser<Tocsin.Dsl.Syntax.SyntaxToken, Tocsin.Dsl.Syntax.IdentifierSyntax>;
using ReferenceRule = Superpower.TokenListParser<Tocsin.Dsl.Syntax.SyntaxToken, Tocsin.Dsl.Syntax.ReferenceSyntax>;
using StatementRule = Superpower.TokenListParser<Tocsin.Dsl.Syntax.SyntaxToken, Tocsin.Dsl.Syntax.StatementSyntax>;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>
/// The grammar of scripts, from its smallest parts to the whole: <c>script = { statement }</c>. What the words are made of is said by
/// <see cref="Lexemes"/>; <c>Later</c> names a rule that comes after its use.
/// </summary>
internal static class Grammar
{
    private const string Value = "a value: a number, duration, text, field, name, TRUE, FALSE or '('";
    private const string VariableName = "the name of the variable";

    // literal = reference | string | number | duration | regex | "TRUE" | "FALSE" | "*"
    private static readonly ExpressionRule Literal = Word(Literals.IsLiteral, Value, Literals.Read);

    // parentheses = "(" binary ")"
    private static readonly ExpressionRule Parentheses =
        Parse.Sequence(Word(SyntaxKind.OpenParen), Later(() => Binary).Closed(SyntaxKind.CloseParen, "an operator or ')'"))
            .ToExpression(InParentheses);

    // unary = ( "-" | "!" ) operand
    private static readonly ExpressionRule Unary =
        Parse.Sequence(Word(IsSign, Value, token => token.Kind), Later(() => Operand))
            .ToExpression((sign, operand, span) => new UnarySyntax(span, OperatorOf(sign), operand) { Comments = sign.Comments });

    // function = name [ "(" [ binary { "," binary } [ "," ] ] ")" ]
    private static readonly ExpressionRule Function = NameOrCall(Named(Value), Arguments(Later(() => Binary)));

    // operand = function | parentheses | unary | literal
    private static readonly ExpressionRule Operand = Choose(next => next.Kind() switch
    {
        SyntaxKind.Identifier => Function,
        SyntaxKind.OpenParen => Parentheses,
        SyntaxKind.Minus or SyntaxKind.Not => Unary,
        _ => Literal,
    }).Nested();

    /// <summary><c>binary = operand { operator operand }</c>: what may stand inside a lambda.</summary>
    public static readonly ExpressionRule Binary = Precedence.Infix(Operand, Operand);

    // lambda = "lambda:" binary
    private static readonly ExpressionRule Lambda =
        Parse.Sequence(Word(SyntaxKind.Lambda), Binary)
            .ToExpression((word, body, span) => new LambdaSyntax(span, body) { Comments = word.Comments });

    // item = string | name | "*"
    private static readonly ExpressionRule Item = Word(IsItem, "a text in single quotes, a name, '*' or ']'", Literals.Read);

    // list = "[" [ item { "," item } [ "," ] ] "]"
    private static readonly ExpressionRule List =
        Parse.Sequence(Word(SyntaxKind.OpenBracket), Item.UntilClosed(SyntaxKind.CloseBracket, "',' or ']'"))
            .ToExpression((open, items, span) => new ListSyntax(span, items) { Comments = open.Comments });

    // arguments = "(" [ expression { "," expression } [ "," ] ] ")"
    private static readonly ArgumentsRule CallArguments = Arguments(Later(() => Expression));

    // node = name arguments
    private static readonly ExpressionRule Node = Call(Named("the name of a node"), CallArguments);

    // handler = name [ arguments ]
    private static readonly ExpressionRule Handler = NameOrCall(Named("the name of a node"), CallArguments);

    // property = name [ arguments ]
    private static readonly ExpressionRule Property = NameOrCall(Named("the name of a property"), CallArguments);

    // chain = name [ arguments ] { "|" node | "@" handler | "." property }
    private static readonly ExpressionRule Chain = NameOrCall(Named(Value), CallArguments).Linked(LinkAfter);

    // chainOrBinary = chain | name [ arguments ] { operator operand }
    private static readonly ExpressionRule ChainOrBinary = Precedence.Infix(Chain, Operand);

    // expression = lambda | list | chainOrBinary | binary
    private static readonly ExpressionRule Expression = Choose(next => next.Kind() switch
    {
        SyntaxKind.Lambda => Lambda,
        SyntaxKind.OpenBracket => List,
        SyntaxKind.Identifier => ChainOrBinary,
        _ => Binary,
    }).Nested();

    // variable = "var" name "=" expression
    private static readonly StatementRule Variable =
        Parse.Sequence(Word(SyntaxKind.Var), Named(VariableName), Word(SyntaxKind.Assign), Expression)
            .ToStatement((word, name, _, value, span) => new VarDeclarationSyntax(span, name, value) { Comments = word.Comments });

    // typedVariable = "var" name name
    private static readonly StatementRule TypedVariable =
        Parse.Sequence(Word(SyntaxKind.Var), Named(VariableName), Named("'=' and a value, or a type such as int, float, string, duration"))
            .ToStatement((word, name, type, span) => new TypedVarDeclarationSyntax(span, name, type) { Comments = word.Comments });

    // dbrp = "dbrp" reference "." reference
    private static readonly StatementRule Dbrp =
        Parse.Sequence(
            Word(SyntaxKind.Dbrp),
            Reference("the name of a database in double quotes"),
            Word(SyntaxKind.Dot, "'.' and the name of a retention policy"),
            Reference("the name of a retention policy in double quotes"))
            .ToStatement((word, database, _, policy, span) => new DbrpSyntax(span, database, policy) { Comments = word.Comments });

    private static readonly StatementRule ExpressionStatement = Expression.Select(StatementOf);

    /// <summary><c>statement = variable | typedVariable | dbrp | expression</c>.</summary>
    public static readonly StatementRule Statement = Choose(next => next.Kind() switch
    {
        SyntaxKind.Var => next.KindAfter(2) == SyntaxKind.Assign ? Variable : TypedVariable,
        SyntaxKind.Dbrp => Dbrp,
        _ => ExpressionStatement,
    });

    /// <summary>The links of a chain after one that failed: its begin is lost, and a name without letters stands for it.</summary>
    public static readonly StatementRule LostLinks =
        Parse.Return<SyntaxToken, ExpressionSyntax>(new IdentifierSyntax(default, "")).Linked(LinkAfter).Select(StatementOf);

    private static ExpressionRule LinkAfter(ChainOperator op) => op switch
    {
        ChainOperator.Pipe => Node,
        ChainOperator.At => Handler,
        _ => Property,
    };

    private static ArgumentsRule Arguments(ExpressionRule argument) =>
        Word(SyntaxKind.OpenParen).IgnoreThen(argument.UntilClosed(SyntaxKind.CloseParen, "an argument or ')'"));

    private static NameRule Named(string expected) =>
        Word(kind => kind == SyntaxKind.Identifier, expected, Literals.ReadName);

    private static ReferenceRule Reference(string expected) =>
        Word(kind => kind == SyntaxKind.Reference, expected, Literals.ReadReference);

    private static bool IsSign(SyntaxKind kind) => kind is SyntaxKind.Minus or SyntaxKind.Not;

    private static bool IsItem(SyntaxKind kind) => kind is SyntaxKind.Identifier or SyntaxKind.String or SyntaxKind.Star;

    private static UnaryOperator OperatorOf(SyntaxToken sign) => sign.Kind == SyntaxKind.Minus ? UnaryOperator.Negate : UnaryOperator.Not;

    private static StatementSyntax StatementOf(ExpressionSyntax expression) => new ExpressionStatementSyntax(expression);

    private static ExpressionSyntax InParentheses(SyntaxToken open, ExpressionSyntax inner, TextSpan span)
    {
        // Only around a binary expression do parentheses mean something; elsewhere the node stays as if they were not there.
        if (inner is BinarySyntax binary)
            inner = binary with { Span = span, IsParenthesized = true };
        return open.Comments.Count == 0 ? inner : inner with { Comments = [.. open.Comments, .. inner.Comments] };
    }
}
