using Tocsin.Alerting.Configuration.Binding;

namespace Tocsin.Alerting.Handlers;

/// <summary>What the engine itself reads of handlers and sections to tell accounts apart, for people.</summary>
internal static class AccountDescriptions
{
    private const string Chooses = "The account of the section that is used, by its name. Empty, the default: the one with 'default: true', else the first.";

    public static IEnumerable<OptionDescription> OfOption(IReadOnlyList<string> keys) =>
        keys.Select(key => new OptionDescription { Key = key, Script = $".{key}()", Type = "text", Summary = Chooses });

    public static IEnumerable<OptionDescription> OfSection(IReadOnlyList<string> keys) => keys.Select(key => key == "default"
        ? new OptionDescription { Key = key, Type = "true or false", Default = "false", Summary = "Whether handlers use this account that name none. Default false." }
        : new OptionDescription { Key = key, Type = "text", Summary = "The name by which handlers choose this account." });
}
