using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Makes the script form of an options class: <c>.header('k', 'v').timeout(10s)</c>, and arguments of what has the options.</summary>
public sealed class OptionScript
{
    private readonly OptionsShape? _shape;
    private readonly Func<ConfigMap, IReadOnlyList<ConfigProblem>> _check;
    private readonly List<(OptionMember Member, ScriptPropertyAttribute Script)> _arguments;

    /// <param name="shape">Null when there are no options.</param>
    /// <param name="check">What is wrong with options, while some may still be missing.</param>
    public OptionScript(OptionsShape? shape, Func<ConfigMap, IReadOnlyList<ConfigProblem>> check)
    {
        _shape = shape;
        _check = check;
        _arguments = ArgumentsOf(shape);
    }

    /// <summary>The parameters of what has the options.</summary>
    public IReadOnlyList<ParameterDescriptor> Parameters => [.. _arguments.Select(a => ParameterOf(a.Member))];

    /// <summary>True when the last parameter takes any number of arguments.</summary>
    public bool IsVariadic => _arguments is [.., var last] && (last.Member.IsList || last.Script.IgnoresFurther);

    /// <summary>Gives the arguments of what has the options.</summary>
    /// <exception cref="ScriptArgumentException">One of them is wrong.</exception>
    public void SetArguments(GatheredOptions use, object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
            SetArgument(use, _arguments[i].Member, values[i]);
        ThrowIfWrong(use, [.. _arguments.Select(a => a.Member.Key)]);
    }

    /// <summary>The properties that set the other options.</summary>
    /// <param name="optionsOf">Finds the options of a property's target; null leaves the property without effect.</param>
    public IEnumerable<MemberDescriptor> MembersOn(Func<object?, GatheredOptions?> optionsOf) =>
        from member in _shape?.Members ?? []
        from script in member.Script
        where !script.IsArgument
        select MemberOf(member, script, optionsOf);

    private MemberDescriptor MemberOf(OptionMember member, ScriptPropertyAttribute script, Func<object?, GatheredOptions?> optionsOf) => new()
    {
        Name = script.Name,
        Parameters = ParametersOf(member, script),
        IsVariadic = member.IsList,
        Invoke = (target, values) =>
        {
            if (optionsOf(target) is { } use)
            {
                SetOption(use, member, script, values);
                ThrowIfWrong(use, [member.Key]);
            }

            return target;
        },
    };

    private static IReadOnlyList<ParameterDescriptor> ParametersOf(OptionMember member, ScriptPropertyAttribute script) => member.Type switch
    {
        OptionType.Flag when !script.TakesValue => [],
        OptionType.TextMap or OptionType.TemplateMap => [new ParameterDescriptor("key", typeof(string)), new ParameterDescriptor("value", typeof(string))],
        OptionType.ValueMap => [new ParameterDescriptor("key", typeof(string)), new ParameterDescriptor("value", typeof(object))],
        OptionType.Section or OptionType.SectionList => [.. OptionsShape.Of(member.ElementType).Members.Select(m => ParameterOf(m))],
        _ => [new ParameterDescriptor(member.Key, ScriptTypeOf(member))],
    };

    private static ParameterDescriptor ParameterOf(OptionMember member) =>
        new(member.Key, ScriptTypeOf(member), IsOptional: !member.IsRequired);

    private static void SetOption(GatheredOptions use, OptionMember member, ScriptPropertyAttribute script, object?[] values)
    {
        switch (member.Type)
        {
            case OptionType.Flag when !script.TakesValue:
                use.Set(member.Key, new ConfigFlag(true));
                break;
            case OptionType.TextMap or OptionType.TemplateMap or OptionType.ValueMap:
                use.Put(member.Key, (string?)values[0] ?? "", ValueOf(values[1]));
                break;
            case OptionType.TextList or OptionType.TemplateList when script.Appends:
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

    private static void SetArgument(GatheredOptions use, OptionMember member, object? value)
    {
        if (member.IsList)
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

    private static Type ScriptTypeOf(OptionMember member) => member.Type switch
    {
        OptionType.Choice when member.IsNumbered => typeof(object),
        OptionType.Flag => typeof(bool),
        OptionType.Integer => typeof(long),
        OptionType.Float => typeof(double),
        OptionType.Duration => typeof(Duration),
        _ => typeof(string),
    };

    // Only what the property at hand sets is judged here: the author may still be about to give the rest.
    private void ThrowIfWrong(GatheredOptions use, IReadOnlyList<string> keys)
    {
        foreach (var problem in _check(use.Options))
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
