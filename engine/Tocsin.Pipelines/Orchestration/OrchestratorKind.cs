using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Pipelines.Orchestration;

/// <summary>One kind of orchestrator, as a plugin brings it: its section of the configuration, and how one is made. Immutable.</summary>
public sealed class OrchestratorKind
{
    private readonly PluginConstructor _constructor;

    private OrchestratorKind(Type type, string name, string origin)
    {
        if (!typeof(IOrchestrator).IsAssignableFrom(type))
            throw new OptionsShapeException($"{type.FullName} must be a class that implements {nameof(IOrchestrator)}");
        _constructor = new PluginConstructor(type, typeof(ServiceSettingsAttribute), typeof(HttpClient), typeof(TimeProvider));
        Settings = new HandlerSettings(_constructor.OptionsType ?? throw new OptionsShapeException(
            $"the constructor of {type.FullName} must ask for its settings, a class marked [ServiceSettings]"));
        (Name, Origin) = (name, origin);
    }

    /// <summary>What nodes ask for.</summary>
    public string Name { get; }

    /// <summary>The id of the plugin that brings it.</summary>
    public string Origin { get; }

    /// <summary>Its section of the configuration.</summary>
    public HandlerSettings Settings { get; }

    /// <summary>Reads what a class marked <see cref="OrchestratorAttribute"/> offers.</summary>
    /// <exception cref="OptionsShapeException">The class or its settings are not written as the SDK says.</exception>
    public static OrchestratorKind FromType(Type type, string origin)
    {
        var attribute = type.GetCustomAttribute<OrchestratorAttribute>()
            ?? throw new OptionsShapeException($"{type.FullName} is not marked [Orchestrator]");
        return new OrchestratorKind(type, attribute.Kind, origin);
    }

    /// <summary>Makes one for a cluster of the configuration.</summary>
    /// <param name="cluster">Its id there; empty for the default or the only one.</param>
    public bool TryCreate(
        ServiceSections sections, string cluster, HttpClient http, TimeProvider time, [NotNullWhen(true)] out IOrchestrator? orchestrator, out string error)
    {
        orchestrator = null;
        var problems = new List<ConfigProblem>();
        try
        {
            var clusters = Settings.BindAll(sections, problems);
            var settings = clusters.Count == 0 ? null : Settings.Choose(sections, cluster, problems);
            error = clusters.Count == 0 && problems.Count == 0 ? $"there is no section '{Settings.Section}' in the server's configuration"
                : string.Join("; ", problems.Select(problem => problem.ToString()));
            if (error.Length > 0 || settings is null)
                return false;
            if (!Settings.IsEnabled(settings))
            {
                error = $"it is not enabled: set 'enabled: true' in the section '{Settings.Section}' of the server's configuration";
                return false;
            }

            orchestrator = (IOrchestrator)_constructor.Call(settings, http, time);
            return true;
        }
        catch (Exception problem)
        {
            // Whatever a plugin does while it is made, only the task that wants it fails.
            error = problem.Message;
            return false;
        }
    }
}
