using System.Globalization;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Server.RuleTests.Mutations;

/// <summary>
/// Makes the mistakes that people make with rules: comparisons that take the limit in or leave it out, thresholds a little aside, AND for OR,
/// other spans of time, levels and tags to group by that are missing, every event in the place of changes.
/// </summary>
internal sealed class ScriptMutants
{
    private static readonly string[] Levels = ["info", "warn", "crit"];

    private readonly string _path;
    private readonly SourceText _source;
    private readonly IReadOnlySet<string> _given;
    private readonly List<Mutant> _mutants = [];

    private ScriptMutants(string path, string script, IReadOnlySet<string> given)
    {
        _path = path;
        _source = new SourceText(script, path);
        _given = given;
    }

    /// <summary>The mutants of a script, in its order.</summary>
    /// <param name="given">Variables whose values come from elsewhere: what the script says of them does not count.</param>
    public static IReadOnlyList<Mutant> Of(string path, string script, IReadOnlySet<string> given)
    {
        var mutants = new ScriptMutants(path, script, given);
        var tree = SyntaxTree.Parse(mutants._source);
        if (tree.FirstError is null)
            mutants.Visit(tree.Root);
        return mutants._mutants;
    }

    private void Visit(SyntaxNode node)
    {
        switch (node)
        {
            case VarDeclarationSyntax declaration when _given.Contains(declaration.Name.Name):
                return;
            case VarDeclarationSyntax { Value: IntegerSyntax or FloatSyntax } declaration:
                Move(declaration.Value, declaration.Name.Name);
                break;
            case BinarySyntax binary:
                Turn(binary);
                break;
            case DurationSyntax duration:
                Double(duration);
                break;
            case ChainSyntax { Right: CallSyntax call } link:
                Change(link, call);
                break;
        }

        foreach (var child in SyntaxChildren.Of(node))
            Visit(child);
    }

    private void Turn(BinarySyntax binary)
    {
        var (turned, advice) = binary.Operator switch
        {
            BinaryOperator.Less => (BinaryOperator.LessOrEqual, AtLimit(binary)),
            BinaryOperator.LessOrEqual => (BinaryOperator.Less, AtLimit(binary)),
            BinaryOperator.Greater => (BinaryOperator.GreaterOrEqual, AtLimit(binary)),
            BinaryOperator.GreaterOrEqual => (BinaryOperator.Greater, AtLimit(binary)),
            BinaryOperator.Equal => (BinaryOperator.NotEqual, "add a point for which it holds"),
            BinaryOperator.NotEqual => (BinaryOperator.Equal, "add a point for which it does not hold"),
            BinaryOperator.Match => (BinaryOperator.NotMatch, "add a point for which it holds"),
            BinaryOperator.NotMatch => (BinaryOperator.Match, "add a point for which it does not hold"),
            BinaryOperator.And => (BinaryOperator.Or, "add a point for which one side holds and the other does not"),
            BinaryOperator.Or => (BinaryOperator.And, "add a point for which one side holds and the other does not"),
            _ => (binary.Operator, ""),
        };
        if (turned == binary.Operator)
            return;

        var sign = SyntaxFacts.Text(binary.Operator);
        var isLogical = binary.Operator is BinaryOperator.And or BinaryOperator.Or;
        var right = isLogical ? "" : " " + TextOf(binary.Right);
        Replace(new TextSpan(binary.OperatorPosition, sign.Length), SyntaxFacts.Text(turned), sign + right, SyntaxFacts.Text(turned) + right, advice);
        if (isLogical || binary.Operator is BinaryOperator.Match or BinaryOperator.NotMatch)
            return;
        if (IsNumber(binary.Right))
            Move(binary.Right, TextOf(binary.Left));
        if (IsNumber(binary.Left))
            Move(binary.Left, TextOf(binary.Right));
    }

    private string AtLimit(BinarySyntax binary) => binary.Left is ReferenceSyntax reference && IsNumber(binary.Right)
        ? $"add a point with {reference.Name}={TextOf(binary.Right)}"
        : $"add a point where {TextOf(binary.Left)} is {TextOf(binary.Right)} exactly";

    private static bool IsNumber(ExpressionSyntax expression) => expression is IntegerSyntax or FloatSyntax or UnarySyntax { Operator: UnaryOperator.Negate, Operand: IntegerSyntax or FloatSyntax };

    private void Move(ExpressionSyntax number, string what)
    {
        if (number is UnarySyntax negation)
            number = negation.Operand;
        foreach (var moved in Moved(number))
            Replace(number.Span, moved, TextOf(number), moved, $"add a point where {what} lies between them");
    }

    private static IEnumerable<string> Moved(ExpressionSyntax number)
    {
        if (number is IntegerSyntax { IsOctal: false, Value: < int.MaxValue } whole)
        {
            var step = Math.Max(1, whole.Value / 10);
            yield return (whole.Value + step).ToString(CultureInfo.InvariantCulture);
            if (whole.Value >= step)
                yield return (whole.Value - step).ToString(CultureInfo.InvariantCulture);
        }
        else if (number is FloatSyntax { Value: < 1e15 } real)
        {
            var step = real.Value == 0 ? 1m : (decimal)real.Value / 10;
            yield return ((decimal)real.Value + step).ToString("0.0###########", CultureInfo.InvariantCulture);
            if ((decimal)real.Value >= step)
                yield return ((decimal)real.Value - step).ToString("0.0###########", CultureInfo.InvariantCulture);
        }
    }

    private void Double(DurationSyntax duration)
    {
        var digits = duration.Text.TakeWhile(char.IsAsciiDigit).Count();
        if (digits is 0 or > 9 || duration.Text.Skip(digits).Any(char.IsAsciiDigit) || long.Parse(duration.Text[..digits], CultureInfo.InvariantCulture) is not (> 0 and var count))
            return;
        var doubled = (2 * count).ToString(CultureInfo.InvariantCulture) + duration.Text[digits..];
        Replace(duration.Span, doubled, duration.Text, doubled, "add data for which that makes a difference, and expect when");
    }

    private void Change(ChainSyntax link, CallSyntax call)
    {
        var name = call.Name.Name;
        if (name == "stateChangesOnly")
            Drop(link, "send the same level twice and expect one event");
        else if (name == "groupBy")
            DropTags(link, call);
        else if (Array.IndexOf(Levels, name) is >= 0 and var level && call.Arguments.Count > 0)
            Drop(link, $"expect an alert of the level of {Levels[level]}");
    }

    private void DropTags(ChainSyntax link, CallSyntax call)
    {
        if (call.Arguments.Count == 1)
            Drop(link, "send points of two groups and expect an alert for each");
        for (var i = 0; i < call.Arguments.Count && call.Arguments.Count > 1; i++)
        {
            var (from, to) = i == 0 ? (call.Arguments[0].Span.Start, call.Arguments[1].Span.Start) : (call.Arguments[i - 1].Span.End, call.Arguments[i].Span.End);
            Replace(TextSpan.FromBounds(from, to), "", $"{TextOf(call.Arguments[i])} of groupBy", "", "send points that differ in it alone, and expect an alert for each");
        }
    }

    private void Drop(ChainSyntax link, string advice) =>
        Replace(TextSpan.FromBounds(link.OperatorPosition, link.Right.Span.End), "", $".{TextOf(link.Right)}", "", advice);

    private void Replace(TextSpan span, string by, string before, string after, string advice) => _mutants.Add(new Mutant(
        _path, _source.PositionOf(span.Start), before, after, advice, string.Concat(_source.Text.AsSpan(0, span.Start), by, _source.Text.AsSpan(span.End))));

    private string TextOf(SyntaxNode node) => string.Join(' ', _source.Text.Substring(node.Span.Start, node.Span.Length).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
