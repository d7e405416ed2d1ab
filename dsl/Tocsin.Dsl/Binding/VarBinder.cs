using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Binding;

/// <summary>Binds the declarations of variables and puts the values that a task gives in their place.</summary>
internal sealed class VarBinder(BindingContext context, ExpressionBinder expressions)
{
    private readonly OrderedDictionary<string, ScriptVar> _declared = [];
    private readonly OverrideReader _overrides = new(context);

    /// <summary>The variables with plain values so far, each with the value that the script gives it.</summary>
    public IReadOnlyList<ScriptVar> Declared => [.. _declared.Values];

    /// <summary><c>var name = value</c>.</summary>
    public void Bind(VarDeclarationSyntax declaration)
    {
        var name = declaration.Name.Name;

        // A call by itself is not carried out: the variable becomes a function that nothing can use.
        var value = declaration.Value is CallSyntax call ? new UncalledFunction(call.Name.Name) : expressions.Bind(declaration.Value);
        if (context.Scope.Contains(name))
            context.Diagnostics.ReportRedefinition(declaration.Name.Span, name);
        else if (ScriptValues.TypeOf(value) is { } type)
        {
            DefinePlain(declaration, type, value);
            context.StandIns.AddComputed(name, declaration.Value);
        }
        else if (value is UncalledFunction)
            context.Scope.DefineToBeUsed(name, value, declaration.Name.Span);
        else
            context.Scope.Define(name, value);
    }

    /// <summary><c>var name type</c>. Such a declaration may repeat a name; the last one counts.</summary>
    public void Bind(TypedVarDeclarationSyntax declaration)
    {
        var name = declaration.Name.Name;
        if (!VarTypes.TryParse(declaration.Type.Name, out var type))
        {
            context.Diagnostics.ReportUnknownVarType(declaration.Type.Span, declaration.Type.Name);
            context.Scope.Define(name, Poison.Value);
            return;
        }

        _declared[name] = new ScriptVar(name, type, null, DescriptionOf(declaration));
        context.Scope.DefineToBeUsed(name, GivenValue(declaration.Name, type), declaration.Name.Span);
    }

    /// <summary>Warns of given values that no declaration asked for.</summary>
    public void ReportUnknownOverrides()
    {
        foreach (var name in context.Options.Vars.Keys.Except(_declared.Keys).Order(StringComparer.Ordinal))
            context.Diagnostics.ReportUnusedOverride(name, _declared.Keys);
    }

    private void DefinePlain(VarDeclarationSyntax declaration, VarType type, object value)
    {
        var name = declaration.Name.Name;
        _declared[name] = new ScriptVar(name, type, ScriptValues.ToVarValue(value), DescriptionOf(declaration));
        if (context.Options.Vars.TryGetValue(name, out var given))
            value = _overrides.Read(declaration.Name, type, given);
        context.Scope.DefineToBeUsed(name, value, declaration.Name.Span);
    }

    private object GivenValue(IdentifierSyntax name, VarType type)
    {
        if (context.Options.Vars.TryGetValue(name.Name, out var given))
            return _overrides.Read(name, type, given);
        if (context.Options.IsTemplate)
        {
            context.StandIns.Add(name.Name, type);
            return ZeroOf(type);
        }

        context.Diagnostics.ReportMissingValue(name.Span, name.Name, type);
        return Poison.Value;
    }

    // A template is checked with stand-ins; what its tasks give takes their place.
    private static object ZeroOf(VarType type) => type switch
    {
        VarType.Bool => false,
        VarType.Int => 0L,
        VarType.Float => 0.0,
        VarType.String => "",
        VarType.Duration => Duration.Zero,
        VarType.Regex => RegexValue.Empty,
        VarType.Lambda => new LambdaExpression(new BooleanSyntax(default, true)),
        VarType.List => Array.Empty<object>(),
        _ => Star.Value,
    };

    private static string DescriptionOf(StatementSyntax declaration)
    {
        // Between two blocks stands a line feed of its own, as in the files that tasks were exported to.
        var blocks = declaration.Comments.Select(block => string.Join('\n', block.Lines.Select(WithoutSlashes)));
        return string.Join("\n\n\n", blocks);
    }

    private static string WithoutSlashes(string line)
    {
        var text = line.TrimStart('/');
        return text.StartsWith(' ') ? text[1..] : text;
    }
}
