using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Editing.Hovering;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Signatures;

/// <summary>Says what the call takes within which somebody writes.</summary>
public static class ScriptSignatures
{
    /// <returns>Null outside all calls, and in calls of what is not known.</returns>
    public static CallHint? At(EditedScript script, int offset)
    {
        if (script.IsTooLong || offset < 0 || offset > script.Text.Length || Caret.At(script, offset) is not { Call: { Callee: { } callee } frame })
            return null;
        if (callee.Function is { } function)
        {
            var all = function.Signatures.Select(signature => Of(function.Name, [.. signature.Parameters.Select(kind => kind.Name())], function.Summary)).ToList();
            return new CallHint(all, Math.Max(0, all.FindIndex(signature => signature.Parameters.Count > frame.Argument)), frame.Argument);
        }

        return callee.Callable is { } member
            ? new CallHint([Of(SyntaxFacts.Text(callee.Operator ?? ChainOperator.Dot) + callee.Name, NameText.ParametersOf(member), member.Summary)], 0, Place(member, frame.Argument))
            : null;
    }

    private static SignatureText Of(string name, IReadOnlyList<string> parameters, string summary) => new($"{name}({string.Join(", ", parameters)})", parameters, summary);

    // The last parameter may take any number of arguments.
    private static int Place(MemberDescriptor member, int argument) => member.IsVariadic ? Math.Min(argument, member.Parameters.Count - 1) : argument;
}
