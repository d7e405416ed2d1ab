using Tocsin.Dsl.Patterns;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Binding;

/// <summary>Makes the values that a task gives into values of the script.</summary>
internal sealed class OverrideReader(BindingContext context)
{
    /// <summary>The value to use for a variable; poison after reporting that the given one does not fit.</summary>
    /// <param name="name">The name in the declaration, where mistakes are reported.</param>
    /// <param name="type">What the declaration asks for.</param>
    public object Read(IdentifierSyntax name, VarType type, ScriptVar given)
    {
        if (given.Type == type)
            return Read(name, given);

        context.Diagnostics.ReportWrongOverrideType(name.Span, name.Name, given.Type, type);
        return Poison.Value;
    }

    private object Read(IdentifierSyntax name, ScriptVar given) => (given.Type, given.Value) switch
    {
        (VarType.Regex, string pattern) => ReadRegex(name, pattern),
        (VarType.Lambda, string expression) => ReadLambda(name, expression),
        (VarType.List, IReadOnlyList<ScriptVar> items) => ReadList(name, items),
        (VarType.Star, _) => Star.Value,
        (_, { } value) when ScriptValues.TypeOf(value) == given.Type => value,
        _ => throw new ArgumentException($"The value given for {name.Name} is not of type {VarTypes.Name(given.Type)}."),
    };

    private object ReadRegex(IdentifierSyntax name, string pattern)
    {
        if (Re2.TryCompile(pattern, out var regex, out var error))
            return new RegexValue(pattern, regex);

        context.Diagnostics.ReportInvalidOverrideRegex(name.Span, name.Name, error);
        return Poison.Value;
    }

    private object ReadLambda(IdentifierSyntax name, string expression)
    {
        var tree = SyntaxTree.ParseLambda(expression);
        if (tree.FirstError is { } error)
        {
            context.Diagnostics.ReportInvalidOverrideLambda(name.Span, name.Name, tree.Source.PositionOf(error.Span.Start), error);
            return Poison.Value;
        }

        if (tree.Lambda is not { } lambda)
            throw new InvalidOperationException("A parsed expression has no lambda.");

        // The text is not part of the script: whatever is said about it is said at the declaration.
        var substitution = new Substitution(NameInLambda, name.Span);
        var body = substitution.Apply(lambda.Body);
        return substitution.HasFailed ? Poison.Value : context.CheckLambda(body, name.Span);

        ExpressionSyntax? NameInLambda(IdentifierSyntax identifier)
        {
            context.Diagnostics.ReportNameInOverrideLambda(name.Span, name.Name, identifier.Name);
            return null;
        }
    }

    private object ReadList(IdentifierSyntax name, IReadOnlyList<ScriptVar> items)
    {
        var values = items.Select(item => Read(name, item)).ToArray();
        return values.Contains(Poison.Value) ? Poison.Value : values;
    }
}
