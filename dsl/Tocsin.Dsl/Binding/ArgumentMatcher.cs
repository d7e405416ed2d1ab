using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>Puts the arguments of a call in the places of a member's parameters. Nothing is converted.</summary>
internal static class ArgumentMatcher
{
    /// <summary>The arguments to invoke the member with; null after reporting why there are none.</summary>
    public static object?[]? Match(DiagnosticBag diagnostics, MemberDescriptor member, ChainCall call)
    {
        if (call.Arguments.Contains(Poison.Value))
            return null;

        var parameters = member.Parameters;
        var single = member.IsVariadic ? parameters.Count - 1 : parameters.Count;
        if (call.Arguments.Count < parameters.Take(single).Count(p => !p.IsOptional) || (!member.IsVariadic && call.Arguments.Count > single))
        {
            diagnostics.ReportArgumentCount(call.Span, member, call);
            return null;
        }

        var fits = true;
        for (var i = 0; i < call.Arguments.Count; i++)
            fits &= Fits(diagnostics, parameters[Math.Min(i, parameters.Count - 1)], call, i);
        return fits ? Arrange(member, call, single) : null;
    }

    private static object?[] Arrange(MemberDescriptor member, ChainCall call, int single)
    {
        var arranged = new object?[member.Parameters.Count];
        for (var i = 0; i < single; i++)
            arranged[i] = i < call.Arguments.Count ? Unwrap(call.Arguments[i], member.Parameters[i].Type) : member.Parameters[i].Default;

        if (member.IsVariadic)
        {
            var type = member.Parameters[single].Type;
            var rest = Array.CreateInstance(type, Math.Max(0, call.Arguments.Count - single));
            for (var i = 0; i < rest.Length; i++)
                rest.SetValue(Unwrap(call.Arguments[single + i], type), i);
            arranged[single] = rest;
        }

        return arranged;
    }

    private static bool Fits(DiagnosticBag diagnostics, ParameterDescriptor parameter, ChainCall call, int index)
    {
        var value = call.Arguments[index];
        if (value is ReferenceSyntax reference)
            diagnostics.ReportReferenceAsArgument(call.Span, call.Name, reference.Name, parameter.Type);
        else if (value is UncalledFunction function)
            diagnostics.ReportUncalledFunction(call.Span, call.Name, function.Name);
        else if (!parameter.Type.IsInstanceOfType(Unwrap(value, parameter.Type)))
            diagnostics.ReportArgumentType(call.Span, call, index, parameter);
        else
            return true;
        return false;
    }

    // A handler stands for its node wherever a node is wanted.
    private static object Unwrap(object value, Type wanted) => value switch
    {
        ScriptObject target when wanted.IsAssignableFrom(typeof(GraphNode)) => target.Node,
        RegexValue regex => regex.Compiled,
        _ => value,
    };
}
