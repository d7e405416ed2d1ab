using System.Globalization;
using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk.Commands;

namespace Tocsin.Engine.Commands;

/// <summary>The options class of a command: describes its options, and fills it from the words of a command line.</summary>
internal sealed class CommandValues
{
    // What the program has for all commands.
    private static readonly string[] Taken = ["help", "url", "skip-verify", "version"];

    private readonly Type _type;
    private readonly IReadOnlyList<(OptionMember Member, CommandOptionAttribute Mark)> _members;

    /// <exception cref="OptionsShapeException">A property cannot be an option of a command.</exception>
    public CommandValues(Type type)
    {
        _type = type;
        _members = [.. OptionsShape.Of(type).Members.Select(member => (member, MarkOf(type, member)))];
        foreach (var (member, _) in _members)
        {
            if (member.Type is not (OptionType.Text or OptionType.Flag or OptionType.Integer or OptionType.Float or OptionType.Duration or OptionType.Address
                or OptionType.Choice or OptionType.TextList or OptionType.TextMap))
                throw new OptionsShapeException($"option '{member.Key}' of {type.Name} cannot be given on a command line: templates and classes of options can not");
            if (Taken.Contains(member.Key))
                throw new OptionsShapeException($"option '{member.Key}' of {type.Name} has the name of an option that all commands have: choose another");
        }
    }

    public IReadOnlyList<CommandOption> Describe(DocumentationFile comments)
    {
        var described = OptionDescriber.DescribeOrNothing(_type, comments, isInScript: false).ToDictionary(option => option.Key);
        return [.. _members.Select(entry => Describe(entry.Member, entry.Mark, described.GetValueOrDefault(entry.Member.Key)))];
    }

    /// <summary>Makes the options.</summary>
    /// <param name="given">The words given for each option, by key; a flag has none.</param>
    /// <param name="environment">Answers environment variables.</param>
    /// <param name="secrets">Takes the values that must not be shown.</param>
    /// <exception cref="CommandException">Some are wrong; all of them are named.</exception>
    public object Bind(IReadOnlyDictionary<string, IReadOnlyList<string>> given, Func<string, string?> environment, List<string> secrets)
    {
        var problems = new List<ConfigProblem>();
        var entries = new List<ConfigEntry>();
        foreach (var (member, mark) in _members)
        {
            var words = given.GetValueOrDefault(member.Key) ?? (mark.Variable.Length > 0 && environment(mark.Variable) is { Length: > 0 } set ? [set] : null);
            if (words is null)
                continue;
            if (member.IsSecret)
                secrets.AddRange(words.Select(word => member.Type == OptionType.TextMap ? word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..] : word));
            if (ValueOf(member, words, problems) is { } value)
                entries.Add(new ConfigEntry(member.Key, value));
        }

        var bound = problems.Count > 0 ? null : OptionsBinder.Bind(_type, new ConfigMap(entries), new BindRules(""), problems);
        return bound is not null && problems.Count == 0
            ? bound
            : throw new CommandException(string.Join('\n', problems.Select(TextOf))) { IsUsage = true };
    }

    private string TextOf(ConfigProblem problem)
    {
        if (problem.Option is not { } key || _members.FirstOrDefault(entry => entry.Member.Key == key) is not { Mark: { } mark })
            return problem.Message;
        var name = mark.IsArgument ? $"<{key}>" : $"--{key}";
        var variable = mark.Variable.Length > 0 ? $" or {mark.Variable}" : "";
        return problem.Message
            .Replace($"needs the option '{key}'", $"{name}{variable} must be given", StringComparison.Ordinal)
            .Replace($"option '{key}'", name, StringComparison.Ordinal);
    }

    private static ConfigValue? ValueOf(OptionMember member, IReadOnlyList<string> words, List<ConfigProblem> problems)
    {
        switch (member.Type)
        {
            case OptionType.TextList:
                return new ConfigList([.. words.Select(word => new ConfigText(word))]);
            case OptionType.TextMap:
                return MapOf(member, words, problems);
            default:
                return ScalarOf(member.Type, words.Count == 0 ? "" : words[^1]);
        }
    }

    // A flag stands for itself; as a variable it has a value.
    private static ConfigValue ScalarOf(OptionType type, string word) => type switch
    {
        OptionType.Flag when word.Length == 0 => new ConfigFlag(true),
        OptionType.Flag when bool.TryParse(word, out var flag) => new ConfigFlag(flag),
        OptionType.Integer or OptionType.Float when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => new ConfigInteger(number),
        OptionType.Float when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => new ConfigFloat(number),
        _ => new ConfigText(word),
    };

    private static ConfigMap? MapOf(OptionMember member, IReadOnlyList<string> words, List<ConfigProblem> problems)
    {
        var entries = new List<ConfigEntry>();
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || word.AsSpan().ContainsAny('\r', '\n'))
            {
                // The value may be a secret.
                problems.Add(new ConfigProblem($"option '{member.Key}' takes NAME=VALUE, in one line") { Option = member.Key });
                return null;
            }

            entries.Add(new ConfigEntry(word[..equals].Trim(), new ConfigText(word[(equals + 1)..])));
        }

        return new ConfigMap(entries);
    }

    private static CommandOption Describe(OptionMember member, CommandOptionAttribute mark, OptionDescription? described)
    {
        var defaults = (mark.Variable, described?.Default) switch
        {
            ({ Length: > 0 } variable, { Length: > 0 } value) => $"Default: {variable} or {value}.",
            ({ Length: > 0 } variable, _) => $"Default: {variable}.",
            (_, { Length: > 0 } value) when member.Type != OptionType.Flag => $"Default: {value}.",
            _ => "",
        };
        return new CommandOption
        {
            Key = member.Key,
            Description = $"{described?.Summary} {defaults}".Trim(),
            ValueName = mark.ValueName.Length > 0 ? mark.ValueName : member.Type == OptionType.TextMap ? "NAME=VALUE" : "",
            IsArgument = mark.IsArgument,
            IsRequired = member.IsRequired && mark.Variable.Length == 0,
            IsFlag = member.Type == OptionType.Flag,
            IsList = member.Type is OptionType.TextList or OptionType.TextMap,
            Choices = member.Type == OptionType.Choice ? [.. Enum.GetNames(member.ElementType).Select(OptionName.Kebab)] : [],
        };
    }

    private static CommandOptionAttribute MarkOf(Type type, OptionMember member) =>
        type.GetProperties().First(property => OptionName.Kebab(property.Name) == member.Key).GetCustomAttribute<CommandOptionAttribute>() ?? new CommandOptionAttribute();
}
