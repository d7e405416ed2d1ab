using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Pipelines.Orchestration;

/// <summary>Makes what nodes scale with, of the plugins and the configuration in force.</summary>
/// <param name="onlyTries">True where nothing is to be scaled: numbers of replicas are kept here, and no orchestrator is asked.</param>
public sealed class Orchestrators(Func<OrchestratorKinds> kinds, Func<ServiceSections> sections, HttpClient http, TimeProvider time, bool onlyTries = false)
{
    /// <summary>The same where nothing is scaled.</summary>
    internal Orchestrators OnlyTrying() => new(kinds, sections, http, time, onlyTries: true);

    /// <summary>The orchestrator of a kind for a cluster of the configuration.</summary>
    /// <param name="secrets">What errors of it must not show.</param>
    public bool TryCreate(
        string kind, string cluster, [NotNullWhen(true)] out IOrchestrator? orchestrator, out SecretTexts secrets, out string error)
    {
        (orchestrator, secrets, error) = (null, new SecretTexts([]), "");
        if (onlyTries)
        {
            orchestrator = new TriedOrchestrator();
            return true;
        }

        if (kinds().Find(kind) is not { } found)
        {
            error = $"the plugin that provides '{kind}' is not loaded";
            return false;
        }

        secrets = new SecretTexts([.. found.Settings.Secrets(sections())]);
        var isMade = found.TryCreate(sections(), cluster, HandlerHttp.SeparateOf(http), time, out orchestrator, out error);
        error = secrets.Hide(error);
        return isMade;
    }
}
