using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Foreign;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>One kind of source: what its definitions may say, and how a source is made from one. Immutable.</summary>
public sealed class SourceKind
{
    private readonly PluginConstructor _constructor;
    private PluginSource? _plugin;

    private SourceKind(Type type, AlertSourceAttribute attribute, string origin)
    {
        if (!typeof(IAlertSource).IsAssignableFrom(type))
            throw new OptionsShapeException($"{type.FullName} must be a class that implements {nameof(IAlertSource)}");
        _constructor = new PluginConstructor(type, typeof(SourceOptionsAttribute), typeof(TimeProvider), typeof(SourceContext));
        Name = attribute.Kind;
        System = attribute.System;
        StandInPath = attribute.StandInPath;
        RefusedStatus = attribute.RefusedStatus;
        OverloadedStatus = attribute.OverloadedStatus;
        Origin = origin;
    }

    /// <summary>The <c>kind</c> of definitions.</summary>
    public string Name { get; }

    /// <summary>The system whose events come in; empty when no handler notifies it.</summary>
    public string System { get; }

    /// <summary>Another path under which senders find sources of the kind, see <see cref="AlertSourceAttribute.StandInPath"/>; empty for none.</summary>
    public string StandInPath { get; }

    /// <summary>The status for wrong credentials.</summary>
    public int RefusedStatus { get; }

    /// <summary>The status for too much at once.</summary>
    public int OverloadedStatus { get; }

    /// <summary>The id of the plugin that brings the kind; <c>tocsin</c> for those of the engine.</summary>
    public string Origin { get; }

    /// <summary>The options of its definitions.</summary>
    public IReadOnlyList<OptionDescription> DescribeOptions() => _constructor.OptionsType is { } type
        ? OptionDescriber.DescribeOrNothing(type, _plugin?.Comments ?? DocumentationFile.Beside(type.Assembly), isInScript: false)
        : [];

    /// <summary>Reads what a class marked <see cref="AlertSourceAttribute"/> offers.</summary>
    /// <param name="type">The source's class.</param>
    /// <param name="origin">Who brings it.</param>
    /// <exception cref="OptionsShapeException">The class or its options are not written as the SDK says.</exception>
    public static SourceKind FromType(Type type, string origin)
    {
        var attribute = type.GetCustomAttribute<AlertSourceAttribute>()
            ?? throw new OptionsShapeException($"{type.FullName} is not marked [AlertSource]");
        return new SourceKind(type, attribute, origin);
    }

    /// <summary>The same for a class of a plugin.</summary>
    /// <exception cref="OptionsShapeException">The class or its options are not written as the SDK says.</exception>
    internal static SourceKind FromPlugin(Type type, PluginSource plugin)
    {
        var kind = FromType(type, plugin.Id);
        kind._plugin = plugin;
        return kind;
    }

    /// <summary>Makes a source from the options of one definition.</summary>
    /// <param name="options">A <see cref="ConfigMap"/>, or nothing; variables are filled in.</param>
    /// <param name="problems">Takes all that is wrong with the options.</param>
    public bool TryCreate(
        ConfigValue options, SourceContext context, TimeProvider time, [NotNullWhen(true)] out IAlertSource? source, List<ConfigProblem> problems)
    {
        source = null;
        var before = problems.Count;
        try
        {
            var bound = Bind(options, problems);
            if (problems.Count == before)
                source = Guard((IAlertSource)_constructor.Call(bound, context, time));
        }
        catch (Exception error)
        {
            // Whatever a plugin does while its options are read or it is made, only this definition fails.
            problems.Add(new ConfigProblem($"source kind '{Name}': {error.Message}", options.Place));
        }

        return source is not null;
    }

    /// <summary>The options that must not be shown, as paths of keys: <c>secret</c>, <c>forward.token</c>.</summary>
    internal IReadOnlySet<string> SecretKeys() =>
        _constructor.OptionsType is { } type ? OptionsShape.Of(type).SecretPaths() : new HashSet<string>();

    /// <summary>The values of options that must not be shown.</summary>
    internal IEnumerable<string> SecretsIn(ConfigValue options) => SecretsIn(options, "", SecretKeys());

    private static IEnumerable<string> SecretsIn(ConfigValue value, string path, IReadOnlySet<string> keys) => value switch
    {
        ConfigMap map => map.Entries.SelectMany(entry => SecretsIn(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", keys)),
        ConfigList list => list.Items.SelectMany(item => SecretsIn(item, path, keys)),
        ConfigText text when keys.Contains(path) => [text.Value],
        _ => [],
    };

    private IAlertSource Guard(IAlertSource source) => _plugin is { } plugin ? new PluginAlertSource(source, Name, plugin) : source;

    private object? Bind(ConfigValue options, List<ConfigProblem> problems)
    {
        if (_constructor.OptionsType is { } type)
            return OptionsBinder.Bind(type, options, new BindRules($"source kind '{Name}':"), problems);
        if (options is ConfigMap { Entries: [var first, ..] })
            problems.Add(new ConfigProblem($"source kind '{Name}' takes no options, '{first.Key}' is given", first.Place));
        return null;
    }
}
