using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;

namespace Tocsin.House.Tests.Reference;

/// <summary>The values that the properties of a node have when a script does not set them, read from a node made for that.</summary>
internal sealed class PropertyDefaults(NodeDescriptor node)
{
    private readonly Lazy<object?> _sample = new(() => node.Constructor.Invoke(null, [.. node.Constructor.Parameters.Select((p, i) => Sample(node, p, i))]));

    /// <summary>The default in Markdown; null where there is none worth telling.</summary>
    public string? Of(MemberDescriptor member)
    {
        if (member.Read is null || _sample.Value is not { } sample)
            return null;

        return member.Read(sample) switch
        {
            string { Length: > 0 } text => $"`'{text}'`",
            long number => $"`{number.ToString(CultureInfo.InvariantCulture)}`",
            double number => $"`{number.ToString(CultureInfo.InvariantCulture)}`",
            bool flag => flag ? "`TRUE`" : "`FALSE`",
            Duration { Nanoseconds: not 0 } duration => $"`{DurationText.Script(duration.Nanoseconds)}`",
            _ => null,
        };
    }

    private static object? Sample(NodeDescriptor node, ParameterDescriptor parameter, int index)
    {
        if (node.Constructor.IsVariadic && index == node.Constructor.Parameters.Count - 1)
            return Array.CreateInstance(parameter.Type, 0);
        if (parameter.IsOptional)
            return parameter.Default;
        if (parameter.Type == typeof(string))
            return "";
        if (parameter.Type == typeof(Regex))
            return new Regex("");
        return parameter.Type.IsValueType ? Activator.CreateInstance(parameter.Type) : null;
    }
}
