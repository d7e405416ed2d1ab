using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Binding;

/// <summary>The C# types of script values and what people call them.</summary>
internal static class ScriptTypes
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(long)] = "int",
        [typeof(double)] = "float",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(Duration)] = "duration",
        [typeof(Regex)] = "regex",
        [typeof(LambdaExpression)] = "lambda",
        [typeof(Star)] = "star",
        [typeof(GraphNode)] = "node",
        [typeof(TimeDimension)] = "time dimension",
        [typeof(object[])] = "list",
        [typeof(object)] = "value",
    };

    /// <summary>The C# types that parameters can have, for messages to authors of nodes.</summary>
    public static string KnownNames => string.Join(", ", Names.Keys.Select(t => t.Name));

    public static bool IsKnown(Type type) => Names.ContainsKey(type);

    /// <summary>What people call values of a parameter's type: <c>int</c>, <c>lambda</c>.</summary>
    public static string Name(Type type) => Names.GetValueOrDefault(type, type.Name);

    /// <summary>The type of a value with its article: <c>an int</c>.</summary>
    public static string WithArticle(Type type) => Name(type) is "int" ? "an int" : "a " + Name(type);

    /// <summary>A value in a sentence: <c>the int 5</c>.</summary>
    public static string Describe(object value) => value switch
    {
        string text => $"the string '{text}'",
        long number => "the int " + number.ToString(CultureInfo.InvariantCulture),
        double number => "the float " + Number(number),
        bool flag => flag ? "TRUE" : "FALSE",
        Duration duration => "the duration " + DurationText.Script(duration.Nanoseconds),
        RegexValue regex => $"the regex /{regex.Pattern}/",
        LambdaExpression => "a lambda",
        Star => "*",
        GraphNode node => $"the node {node.Descriptor.Name}",
        ScriptObject target => $"the properties of {target.Own.Name}",
        object[] => "a list",
        TimeDimension => "time(…)",
        UncalledFunction function => $"the function {function.Name}",
        ReferenceSyntax reference => $"the reference \"{reference.Name}\"",
        _ => "a value of type " + value.GetType().Name,
    };

    private static string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny(".EN∞y") ? text : text + ".0";
    }
}
