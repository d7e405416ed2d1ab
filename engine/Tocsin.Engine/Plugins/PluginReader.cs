using System.Reflection;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Commands;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Orchestration;
using Tocsin.Sdk;
using Tocsin.Sdk.Commands;
using Tocsin.Sdk.Scaling;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Plugins;

/// <summary>Finds what the classes of a plugin's assembly offer.</summary>
internal static class PluginReader
{
    /// <param name="errors">Takes what is wrong with classes that are marked but not written as the SDK says.</param>
    public static PluginContributions Read(Assembly assembly, PluginSource source, List<string> errors)
    {
        var kinds = new List<HandlerKind>();
        var sources = new List<SourceKind>();
        var commands = new List<CommandKind>();
        var orchestrators = new List<OrchestratorKind>();
        foreach (var type in assembly.GetTypes())
        {
            try
            {
                if (type.IsDefined(typeof(AlertHandlerAttribute)))
                    kinds.Add(HandlerKind.FromPlugin(type, source));
                if (type.IsDefined(typeof(AlertSourceAttribute)))
                    sources.Add(SourceKind.FromPlugin(type, source));
                if (type.IsDefined(typeof(ProgramCommandAttribute)))
                    commands.Add(CommandKind.FromType(type, source.Id, source.Comments));
                if (type.IsDefined(typeof(OrchestratorAttribute)))
                    orchestrators.Add(OrchestratorKind.FromType(type, source.Id));
            }
            catch (OptionsShapeException e)
            {
                errors.Add(e.Message);
            }
        }

        var found = FoundFunctions.FromAssembly(assembly, source.Id);
        foreach (var function in found.Functions)
            (function.Code, function.Comments) = (source.Code, source.Comments);
        errors.AddRange(found.Errors);
        return new PluginContributions { Kinds = kinds, Functions = found.Functions, Sources = sources, Commands = commands, Orchestrators = orchestrators };
    }
}
