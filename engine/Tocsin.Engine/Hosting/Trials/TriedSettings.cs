using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Recordings;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>What an engine is made of whose scripts and handlers are only tried: nothing leaves the process.</summary>
internal static class TriedSettings
{
    /// <param name="answers">The other side of all requests.</param>
    /// <param name="ofNodes">Takes requests that no handler makes; null when nobody wants them.</param>
    public static EngineSettings Of(ConfigFile config, Extensions extensions, AnswerScript answers, Action<CapturedRequest>? ofNodes = null) => EngineSettings.Of(config) with
    {
        Extensions = new ExtensionRegistry(extensions),
        Services = StandInServices.Complete(config.Sections, extensions.Kinds),
        Http = CapturingHttp.For(extensions.Kinds, config.Sections, answers, ofNodes),
        WritesWaitForTasks = true,
        WritesToInflux = false,
        Scales = false,
        MakesQueries = false,
        Replay = new ReplayOptions(),

        // The end of a trial is the end of its data: what unions and joins hold is given out then.
        State = new StateOptions { Every = TimeSpan.Zero },
    };
}
