using Tocsin.Dsl.Binding;

namespace Tocsin.House.Tests.Reference;

/// <summary>How a node or property is called, for people: <c>period(duration)</c>, <c>as(names string…)</c>.</summary>
internal static class SignatureText
{
    public static string Of(MemberDescriptor member)
    {
        var arguments = member.Parameters.Select((parameter, i) => Argument(member, parameter, member.IsVariadic && i == member.Parameters.Count - 1));
        return $"{member.Name}({string.Join(", ", arguments)})";
    }

    private static string Argument(MemberDescriptor member, ParameterDescriptor parameter, bool isRepeated)
    {
        var type = ScriptTypes.Name(parameter.Type);

        // A property's one argument has the property's own name, which says nothing new.
        var text = parameter.Name == member.Name && member.Parameters.Count == 1 ? type : $"{parameter.Name} {type}";
        if (isRepeated)
            return text + "…";
        return parameter.IsOptional ? $"[{text}]" : text;
    }
}
