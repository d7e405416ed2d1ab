using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using static Tocsin.Influx.InfluxQL.Parsing.QueryWords;
using ExpressionRule = Superpower.TokenListParser<Tocsin.Influx.InfluxQL.Parsing.QueryToken, Tocsin.Influx.InfluxQL.QueryExpression>;
using SourceRule = Superpower.TokenListParser<Tocsin.Influx.InfluxQL.Parsing.QueryToken, Tocsin.Influx.InfluxQL.QuerySource>;
using TokenRule = Superpower.TokenListParser<Tocsin.Influx.InfluxQL.Parsing.QueryToken, Superpower.Model.Token<Tocsin.Influx.InfluxQL.Parsing.QueryToken>>;

namespace Tocsin.Influx.InfluxQL.Parsing;

/// <summary>
/// The grammar of SELECT, from its smallest parts to the whole. What the words are made of is said by <see cref="QueryTokenizer"/>;
/// <c>Later</c> names a rule that comes after its use.
/// </summary>
internal static class SelectGrammar
{
    private const string Value = "a field, tag, function, number, text or '('";

    private static readonly TokenRule Comma = Token.EqualTo(QueryToken.Comma).Named("','");
    private static readonly TokenRule Open = Token.EqualTo(QueryToken.OpenParen).Named("'('");
    private static readonly TokenRule Close = Token.EqualTo(QueryToken.CloseParen).Named("')'");

    // type = "::" word
    private static readonly TokenRule Cast = Token.EqualTo(QueryToken.DoubleColon).IgnoreThen(Token.EqualTo(QueryToken.Word));

    // literal = number | duration | text | regex | "TRUE" | "FALSE"
    private static readonly ExpressionRule Literal =
        Token.EqualTo(QueryToken.Number).Or(Token.EqualTo(QueryToken.Duration)).Or(Token.EqualTo(QueryToken.Text)).Or(Token.EqualTo(QueryToken.Regex))
            .Or(Keyword("TRUE")).Or(Keyword("FALSE"))
            .Select(token => new QueryExpression(ExpressionKind.Literal, token.ToStringValue()));

    // star = "*" [ type ]
    private static readonly ExpressionRule Star =
        from star in Token.EqualTo(QueryToken.Star)
        from cast in Cast.OptionalOrDefault()
        select new QueryExpression(ExpressionKind.Star, "*");

    // distinct = "DISTINCT" name
    private static readonly ExpressionRule Distinct =
        Keyword("DISTINCT").IgnoreThen(Name("the name of a field"))
            .Select(name => new QueryExpression(ExpressionKind.Call, "distinct", [new QueryExpression(ExpressionKind.Name, name)]));

    // call = word "(" [ expression { "," expression } ] ")"
    private static readonly ExpressionRule Call =
        from name in Token.EqualTo(QueryToken.Word)
        from open in Open
        from arguments in Later(() => Expression).ManyDelimitedBy(Comma)
        from close in Close
        select new QueryExpression(ExpressionKind.Call, name.ToStringValue(), arguments);

    // field = name { "." name } [ type ]
    private static readonly ExpressionRule Field =
        from names in Name(Value).AtLeastOnceDelimitedBy(Token.EqualTo(QueryToken.Dot))
        from cast in Cast.OptionalOrDefault()
        select new QueryExpression(ExpressionKind.Name, string.Join('.', names));

    // parentheses = "(" expression ")"
    private static readonly ExpressionRule Parentheses =
        Later(() => Expression).Between(Open, Close).Select(inner => new QueryExpression(ExpressionKind.Wrapped, "(", [inner]));

    // signed = ( "-" | "+" ) operand
    private static readonly ExpressionRule Signed =
        from sign in Sign("-", "+")
        from operand in Later(() => Operand)
        select new QueryExpression(ExpressionKind.Wrapped, sign.ToStringValue(), [operand]);

    // operand = call | distinct | field | literal | star | parentheses | signed
    private static readonly ExpressionRule Operand =
        Call.Try().Or(Distinct.Try()).Or(Literal.Try()).Or(Field).Or(Star).Or(Parentheses).Or(Signed).Named(Value);

    // product = operand { ( "*" | "/" | "%" | "&" ) operand }
    private static readonly ExpressionRule Product = Infix(Operand, Token.EqualTo(QueryToken.Star).Or(Sign("/", "%", "&")));

    // sum = product { ( "+" | "-" | "|" | "^" ) product }
    private static readonly ExpressionRule Sum = Infix(Product, Sign("+", "-", "|", "^"));

    // comparison = sum { ( "=" | "!=" | "<>" | "<" | "<=" | ">" | ">=" | "=~" | "!~" ) sum }
    private static readonly ExpressionRule Comparison = Infix(Sum, Sign("=", "!=", "<>", "<", "<=", ">", ">=", "=~", "!~"));

    // conjunction = comparison { "AND" comparison }
    private static readonly ExpressionRule Conjunction = Infix(Comparison, Keyword("AND"));

    // expression = conjunction { "OR" conjunction }
    private static readonly ExpressionRule Expression = Infix(Conjunction, Keyword("OR"));

    // selected = expression [ "AS" name ]
    private static readonly ExpressionRule Selected =
        from field in Expression
        from alias in Keyword("AS").IgnoreThen(Name("a name after AS")).AsNullable().OptionalOrDefault()
        select alias is null ? field : field with { Alias = alias };

    // source = [ [ [ name ] "." ] [ name ] "." ] ( name | regex )
    private static readonly SourceRule Source =
        Name("the name of a measurement").Or(Token.EqualTo(QueryToken.Regex).Select(token => token.ToStringValue())).Or(Parse.Return<QueryToken, string>(""))
            .AtLeastOnceDelimitedBy(Token.EqualTo(QueryToken.Dot))
            .Where(parts => parts.Length <= 3 && parts[^1].Length > 0, "a measurement is named as database.policy.measurement")
            .Select(parts => new QuerySource(parts.Length > 2 ? parts[0] : "", parts.Length > 1 ? parts[^2] : "", parts[^1]))
            .Named("the name of a measurement");

    // into = "INTO" source
    private static readonly SourceRule Into = Keyword("INTO").IgnoreThen(Source);

    // fill = "FILL" "(" expression ")"
    private static readonly ExpressionRule Fill = Expression.Between(Open, Close);

    // tail = anything after what is replaced: ORDER BY, LIMIT, OFFSET, SLIMIT, SOFFSET, TZ
    private static readonly TokenRule TailBegin =
        Keyword("ORDER").Or(Keyword("LIMIT")).Or(Keyword("OFFSET")).Or(Keyword("SLIMIT")).Or(Keyword("SOFFSET")).Or(Keyword("TZ"));

    private static readonly TokenListParser<QueryToken, Token<QueryToken>[]> Tail =
        TailBegin.IgnoreThen(Token.Matching<QueryToken>(_ => true, "anything").Many());

    /// <summary><c>select = "SELECT" selected { "," selected } [ into ] "FROM" source { "," source } [ "WHERE" expression ] [ "GROUP" "BY" expression { "," expression } ] [ fill ] [ tail ]</c>.</summary>
    public static readonly TokenListParser<QueryToken, ParsedSelect> Select =
        from begin in Keyword("SELECT")
        from fields in Selected.AtLeastOnceDelimitedBy(Comma)
        from target in Into.AsNullable().OptionalOrDefault()
        from word in Keyword("FROM")
        from sources in Source.AtLeastOnceDelimitedBy(Comma).Placed()
        from condition in Keyword("WHERE").IgnoreThen(Expression.Placed()).AsNullable().OptionalOrDefault()
        from groups in Keyword("GROUP").IgnoreThen(Keyword("BY")).IgnoreThen(Expression.AtLeastOnceDelimitedBy(Comma)).OptionalOrDefault([])
        from fill in Keyword("FILL").IgnoreThen(Fill.Placed()).AsNullable().OptionalOrDefault()
        from tail in Tail.Placed().AsNullable().OptionalOrDefault()
        select new ParsedSelect(fields, target, sources, condition, groups, fill, tail?.Start);

    private static ExpressionRule Infix(ExpressionRule operand, TokenRule sign) =>
        Parse.Chain(sign, operand, (op, left, right) => new QueryExpression(ExpressionKind.Binary, op.ToStringValue().ToUpperInvariant(), [left, right]));
}
