using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>Makes the script form of a handler kind from its options class: <c>.post('url').header('k', 'v').timeout(10s)</c>.</summary>
internal static class HandlerScript
{
    /// <summary>The property of the alert node that attaches a handler and leads to the properties of its options.</summary>
    public static MemberDescriptor MemberOf(HandlerKind kind, OptionsShape? shape)
    {
        var arguments = ArgumentsOf(shape);
        var last = arguments.Count == 0 ? default : arguments[^1];
        return new MemberDescriptor
        {
            Name = kind.ScriptName,
            IgnoresCase = true,
            Parameters = [.. arguments.Select(a => ParameterOf(a.Member))],
            IsVariadic = last.Member is { Type: OptionType.TextList } || last.Script is { IgnoresFurther: true },
            Result = new ObjectDescriptor(kind.ScriptName, [.. OptionMembersOf(kind, shape)]),
            Invoke = (target, values) =>
            {
                var use = new HandlerUse(kind.Name);
                for (var i = 0; i < values.Length; i++)
                    SetArgument(use, arguments[i].Member, values[i]);
                ThrowIfWrong(kind, use, [.. arguments.Select(a => a.Member.Key)]);
                if (target is IHandlerHost host)
                    host.Add(use);
                return use;
            },
        };
    }

    private static IEnumerable<MemberDescriptor> OptionMembersOf(HandlerKind kind, OptionsShape? shape) =>
        from member in shape?.Members ?? []
        from script in member.Script
        where !script.IsArgument
        select OptionMemberOf(kind, member, script);

    private static MemberDescriptor OptionMemberOf(HandlerKind kind, OptionMember member, ScriptPropertyAttribute script) => new()
    {
        Name = script.Name,
        Parameters = ParametersOf(member, script),
        IsVariadic = member.Type == OptionType.TextList,
        Invoke = (target, values) =>
        {
            if (target is HandlerUse use)
            {
                SetOption(use, member, script, values);
                ThrowIfWrong(kind, use, [member.Key]);
            }

            return target;
        },
    };

    private static IReadOnlyList<ParameterDescriptor> ParametersOf(OptionMember member, ScriptPropertyAttribute script) => member.Type switch
    {
        OptionType.Flag when !script.TakesValue => [],
        OptionType.TextMap => [new ParameterDescriptor("key", typeof(string)), new ParameterDescriptor("value", typeof(string))],
        OptionType.Section or OptionType.SectionList => [.. OptionsShape.Of(member.ElementType).Members.Select(m => ParameterOf(m))],
        _ => [new ParameterDescriptor(member.Key, ScriptTypeOf(member.Type))],
    };

    private static ParameterDescriptor ParameterOf(OptionMember member) =>
        new(member.Key, ScriptTypeOf(member.Type), IsOptional: !member.IsRequired);

    private static void SetOption(HandlerUse use, OptionMember member, ScriptPropertyAttribute script, object?[] values)
    {
        switch (member.Type)
        {
            case OptionType.Flag when !script.TakesValue:
                use.Set(member.Key, new ConfigFlag(true));
                break;
            case OptionType.TextMap:
                use.Put(member.Key, (string?)values[0] ?? "", ValueOf(values[1]));
                break;
            case OptionType.TextList when script.Appends:
                use.Append(member.Key, ItemsOf(values[0]));
                break;
            case OptionType.Section:
                use.Set(member.Key, SectionOf(member, values));
                break;
            case OptionType.SectionList:
                use.Append(member.Key, [SectionOf(member, values)]);
                break;
            default:
                SetArgument(use, member, values[0]);
                break;
        }
    }

    private static void SetArgument(HandlerUse use, OptionMember member, object? value)
    {
        if (member.Type == OptionType.TextList)
            use.Set(member.Key, new ConfigList([.. ItemsOf(value)]));
        else if ((value is Array { Length: > 0 } taken ? taken.GetValue(0) : value is Array ? null : value) is { } first)
            use.Set(member.Key, ValueOf(first));
    }

    private static ConfigMap SectionOf(OptionMember member, object?[] values) => new(
    [
        .. OptionsShape.Of(member.ElementType).Members.Zip(values)
            .Where(p => p.Second is not null)
            .Select(p => new ConfigEntry(p.First.Key, ValueOf(p.Second))),
    ]);

    private static IEnumerable<ConfigValue> ItemsOf(object? values) => values is Array array ? array.Cast<object?>().Select(ValueOf) : [ValueOf(values)];

    private static ConfigValue ValueOf(object? value) => value switch
    {
        string text => new ConfigText(text),
        bool flag => new ConfigFlag(flag),
        long number => new ConfigInteger(number),
        double number => new ConfigFloat(number),
        Duration duration => new ConfigInteger(duration.Nanoseconds),
        _ => new ConfigNull(),
    };

    private static Type ScriptTypeOf(OptionType type) => type switch
    {
        OptionType.Flag => typeof(bool),
        OptionType.Integer => typeof(long),
        OptionType.Float => typeof(double),
        OptionType.Duration => typeof(Duration),
        _ => typeof(string),
    };

    // Only what the property at hand sets is judged here: the author may still be about to give the rest.
    private static void ThrowIfWrong(HandlerKind kind, HandlerUse use, IReadOnlyList<string> keys)
    {
        foreach (var problem in kind.CheckPart(use.Options))
        {
            if (problem.Option is { } option && keys.Any(key => option.StartsWith(key, StringComparison.Ordinal)))
                throw new ScriptArgumentException(problem.Message);
        }
    }

    private static List<(OptionMember Member, ScriptPropertyAttribute Script)> ArgumentsOf(OptionsShape? shape) =>
    [
        .. from member in shape?.Members ?? []
           from script in member.Script
           where script.IsArgument
           select (member, script),
    ];
}
