using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>A test of one kind of handlers: what a request may choose, and the event and options that come of it.</summary>
/// <param name="name">The name of the service.</param>
public sealed class ServiceTest(HandlerKind kind, string name)
{
    private static readonly ServiceTestAttribute[] OfEvent =
    [
        new("message", EventPart.Message), new("level", EventPart.Level) { Default = "CRITICAL" }, new("id", EventPart.Id), new("details", EventPart.Details),
    ];

    private readonly OptionsShape? _shape = kind.Options.Shape;

    public string Name => name;

    /// <summary>The kind that is tested.</summary>
    public HandlerKind Kind => kind;

    /// <summary>What a request may choose, each with what holds when it does not.</summary>
    public ConfigMap Describe(ServiceSections sections)
    {
        var settings = kind.DefaultSettings(sections);
        if (kind.TestValues.Count > 0)
            return new ConfigMap([.. kind.TestValues.Select(value => new ConfigEntry(value.Key, Default(value, settings)))]);
        var entry = kind.FirstEntry(sections);
        var options = (_shape?.Members ?? []).Where(member => !member.IsSecret).Select(member => entry is not null && entry.Key == member.Key ? entry : new ConfigEntry(member.Key, Default(member, settings)));
        return new ConfigMap([.. options, .. OfEvent.Take(2).Where(IsFree).Select(value => new ConfigEntry(value.Key, Default(value, settings)))]);
    }

    /// <summary>Makes the options of a handler, and the event for it, of what a request chose; what is empty is not chosen.</summary>
    /// <param name="sections">The configuration, which says what holds besides.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? TryRead(ConfigMap chosen, ServiceSections sections, TimeProvider time, out ConfigMap options, out AlertEvent alert)
    {
        var given = new List<ConfigEntry>();
        var parts = Values.Where(value => value.Part is not null).DistinctBy(value => value.Part).ToDictionary(value => value.Part!.Value, DefaultPart); // Filtered here.
        foreach (var entry in chosen.Entries.Where(entry => entry.Value is not (ConfigNull or ConfigText { Value: "" })))
        {
            var value = Values.FirstOrDefault(known => known.Key.Equals(entry.Key, StringComparison.OrdinalIgnoreCase));
            if (value?.Part is { } part)
                parts[part] = entry.Value is ConfigText text ? text.Value : ConfigJson.Write(entry.Value);
            else
                given.Add(entry with { Key = value?.Option ?? OptionName.Kebab(entry.Key).Replace('_', '-') });
        }

        // Who chooses nothing tests what is configured.
        if (given.Count == 0 && kind.FirstEntry(sections) is { } entryOfService)
            given.Add(entryOfService);
        given.AddRange(Samples(kind.DefaultSettings(sections)).Where(sample => given.TrueForAll(other => other.Key != sample.Key)).ToList());
        options = new ConfigMap(given);
        alert = new AlertEvent
        {
            Topic = "",
            Id = parts.GetValueOrDefault(EventPart.Id, ""),
            Level = AlertLevel.Critical,
            Message = parts.GetValueOrDefault(EventPart.Message, ""),
            Details = parts.GetValueOrDefault(EventPart.Details, ""),
            UnixNanoseconds = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100,
            IdempotencyKey = Guid.CreateVersion7().ToString(),
        };
        if (!TryReadLevel(parts.GetValueOrDefault(EventPart.Level, "CRITICAL"), out var level))
            return $"the level '{parts[EventPart.Level]}' is not known: choose OK, INFO, WARNING or CRITICAL";
        alert = alert with { Level = level, PreviousLevel = level == AlertLevel.Ok ? AlertLevel.Critical : AlertLevel.Ok };
        return null;
    }

    // Parts that the author of the kind names go before those of all.
    private IEnumerable<ServiceTestAttribute> Values => kind.TestValues.Concat(OfEvent.Where(IsFree));

    private bool IsFree(ServiceTestAttribute value) => _shape?.TryFind(value.Key, out _) != true;

    private string DefaultPart(ServiceTestAttribute value) => value.Default.Length > 0 ? value.Default : value.Part switch
    {
        EventPart.Id => $"test {name} id",
        EventPart.Message => $"test {name} message",
        EventPart.Level => "CRITICAL",
        _ => "",
    };

    private ConfigValue Default(ServiceTestAttribute value, object? settings) => value.Part is not null ? new ConfigText(DefaultPart(value))
        : MemberOf(value) is { } member ? SampleOf(value, member, settings) ?? Default(member, settings)
        : new ConfigText(value.Default);

    /// <summary>The options that a test has samples for and nobody says anything of.</summary>
    private IEnumerable<ConfigEntry> Samples(object? settings)
    {
        foreach (var value in kind.TestValues.Where(value => value.Part is null))
        {
            if (MemberOf(value) is { } member && SampleOf(value, member, settings) is { } sample)
                yield return new ConfigEntry(member.Key, sample);
        }
    }

    private OptionMember? MemberOf(ServiceTestAttribute value) =>
        _shape is not null && _shape.TryFind(value.Option ?? OptionName.Kebab(value.Key), out var member) ? member : null;

    private ConfigValue? SampleOf(ServiceTestAttribute value, OptionMember member, object? settings) =>
        value.Default.Length == 0 || Default(member, settings) is not (ConfigNull or ConfigText { Value: "" } or ConfigList { Items: [] } or ConfigMap { Entries: [] }) ? null
        : member.Type is OptionType.Text or OptionType.Template ? new ConfigText(value.Default)
        : ConfigJson.Parse(value.Default);

    // What the handler does not say the section of its service does.
    private ConfigValue Default(OptionMember member, object? settings)
    {
        if (settings is not null && OptionsShape.Of(settings.GetType()).TryFind(member.Key, out var configured) && !configured.IsSecret)
            return BoundOptions.Read(configured, settings);
        return _shape is null ? new ConfigText("") : BoundOptions.Read(member, _shape.Create());
    }

    private static bool TryReadLevel(string text, out AlertLevel level)
    {
        // VictorOps has a word of its own for OK.
        (level, var isKnown) = text.ToUpperInvariant() switch
        {
            "OK" or "RECOVERY" => (AlertLevel.Ok, true),
            "INFO" => (AlertLevel.Info, true),
            "WARN" or "WARNING" => (AlertLevel.Warning, true),
            "CRIT" or "CRITICAL" => (AlertLevel.Critical, true),
            _ => (AlertLevel.Ok, false),
        };
        return isKnown;
    }
}
