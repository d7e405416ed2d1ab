using Microsoft.Extensions.Time.Testing;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Lambda;

/// <summary>Parses, compiles and evaluates expressions, and prints results so that their types show.</summary>
internal static class ExpressionRunner
{
    public static readonly ExpressionSettings Settings = new()
    {
        Zone = TimeZoneInfo.CreateCustomTimeZone("five hours west", TimeSpan.FromHours(-5), null, null),
        Clock = new FakeTimeProvider(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)),
    };

    public static CompiledExpression Compile(string expression, ExpressionSettings? settings = null)
    {
        var diagnostics = new DiagnosticBag();
        var compiled = TryCompile(expression, diagnostics, settings);
        return compiled ?? throw new InvalidOperationException(string.Join("; ", diagnostics.Select(d => d.Message)));
    }

    public static CompiledExpression? TryCompile(string expression, DiagnosticBag diagnostics, ExpressionSettings? settings = null) =>
        new LambdaExpression(Parse(expression)).Compile(FunctionCatalog.Default, diagnostics, settings ?? Settings);

    public static ExpressionSyntax Parse(string expression)
    {
        var tree = SyntaxTree.ParseLambda(expression);
        return !tree.HasErrors && tree.Lambda is { } lambda ? lambda.Body : throw new FormatException(tree.FirstError?.Message);
    }

    /// <summary>The results for rows in turn, evaluated with one state.</summary>
    public static IEnumerable<string> Evaluate(string expression, IEnumerable<string> rows)
    {
        var diagnostics = new DiagnosticBag();
        if (TryCompile(expression, diagnostics) is not { } compiled)
            return ["refused: " + diagnostics.First(d => d.Severity == Severity.Error).Message];

        var state = compiled.CreateState();
        return rows.Select(row => compiled.TryEvaluate(TestRow.Parse(row), state, out var value, out var error)
            ? Print(value)
            : "error: " + error.Text).ToArray();
    }

    /// <summary>The value of an expression that needs no data, with the functions of a catalog.</summary>
    public static Value Value(string expression, FunctionCatalog functions)
    {
        var compiled = new LambdaExpression(Parse(expression)).Compile(functions, new DiagnosticBag(), Settings);
        if (compiled is null || !compiled.TryEvaluate(new TestRow(), compiled.CreateState(), out var value, out _))
            throw new InvalidOperationException($"{expression} has no value");
        return value;
    }

    public static string Print(Value value) => value.Kind switch
    {
        ValueKind.Float when double.IsFinite(value.Float) && value.Float == Math.Floor(value.Float) => GoFloat.Plain(value.Float) + ".0",
        ValueKind.Float => GoFloat.Plain(value.Float),
        ValueKind.String => $"'{value.Text}'",
        ValueKind.Boolean => value.Boolean ? "TRUE" : "FALSE",
        ValueKind.Duration => DurationText.Script(value.Bits),
        _ => value.ToString(),
    };
}
