using Tocsin.Dsl.Formatting;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Binding;

/// <summary>The forms one value takes: while a script is bound, as a variable, and as a literal inside a lambda.</summary>
internal static class ScriptValues
{
    /// <summary>The type of variable that can hold a value; null for nodes and other things that no task can give.</summary>
    public static VarType? TypeOf(object value) => value switch
    {
        bool => VarType.Bool,
        long => VarType.Int,
        double => VarType.Float,
        string => VarType.String,
        Duration => VarType.Duration,
        RegexValue => VarType.Regex,
        LambdaExpression => VarType.Lambda,
        object[] items when Array.TrueForAll(items, i => i is not object[] && TypeOf(i) is not null) => VarType.List,
        Star => VarType.Star,
        _ => null,
    };

    /// <summary>As <see cref="ScriptVar.Value"/> holds it.</summary>
    public static object ToVarValue(object value) => value switch
    {
        RegexValue regex => regex.Pattern,
        LambdaExpression lambda => Formatter.Format(lambda.Body),
        object[] items => Array.ConvertAll(items, ToListItem),
        _ => value,
    };

    /// <summary>The literal that takes the place of a name inside a lambda; null for what no expression can hold.</summary>
    public static ExpressionSyntax? ToLiteral(object value, TextSpan span) => value switch
    {
        bool flag => new BooleanSyntax(span, flag),
        long number => new IntegerSyntax(span, number, IsOctal: false),
        double number => new FloatSyntax(span, number),
        string text => new StringSyntax(span, text, IsTripleQuoted: false),
        Duration duration => new DurationSyntax(span, duration, DurationText.Script(duration.Nanoseconds)),
        RegexValue regex => new RegexSyntax(span, regex.Pattern),
        LambdaExpression lambda => new LambdaSyntax(span, lambda.Body),
        _ => null,
    };

    private static ScriptVar ToListItem(object item) =>
        TypeOf(item) is { } type ? new ScriptVar("", type, ToVarValue(item)) : throw new ArgumentException($"No variable holds {item}.");
}
