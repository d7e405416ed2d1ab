using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>Finds what names stand for, where scripts use them.</summary>
internal sealed class NameResolver(BindingContext context)
{
    /// <summary>The value of a name; poison after reporting that there is none.</summary>
    public object Value(IdentifierSyntax name)
    {
        if (context.Scope.TryUse(name.Name, out var value))
            return value;

        context.Diagnostics.ReportUndefinedName(name.Span, name.Name, context.Scope.Names);
        return Poison.Value;
    }

    /// <summary>The literal that takes the place of a name; null after reporting that there is none.</summary>
    /// <param name="user">What needs the literal, for messages.</param>
    public ExpressionSyntax? Literal(IdentifierSyntax name, string user)
    {
        if (!context.Scope.TryUse(name.Name, out var value))
        {
            context.Diagnostics.ReportUndefinedNameInExpression(name.Span, name.Name, context.Scope.Names);
            return null;
        }

        var literal = ScriptValues.ToLiteral(value, name.Span);
        if (literal is null && value is not Poison)
            context.Diagnostics.ReportValueNotUsable(name.Span, name.Name, value, user);
        return literal;
    }
}
