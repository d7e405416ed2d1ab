using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Matching;
using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Nodes.Alert;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Trust;

/// <summary>
/// Judges what definitions would run, write and read on the server's machine by what the configuration allows to everybody who may define
/// something. The one place for these rules; whom they do not hold for is not its matter. Immutable.
/// </summary>
/// <param name="kinds">The kinds of handlers in force.</param>
public sealed class DefinitionTrust(TrustRules rules, HandlerKinds kinds)
{
    /// <summary>Why options of a handler are not taken from everybody; null when they are.</summary>
    public Objection? WhyNot(string kind, ConfigValue options) => WhyNotUsed(kind, options, $"handlers of kind '{kind}'") ?? WhyNot(options, "the options");

    /// <summary>Why a definition that reads variables and files is not taken from everybody; null when it is, or reads none.</summary>
    /// <param name="what">What holds the values, as a message begins.</param>
    public Objection? WhyNot(ConfigValue values, string what)
    {
        foreach (var variable in ConfigVariables.In(values))
        {
            if (variable.IsFile && !rules.Variables.Files.Any(folder => FolderRule.IsBelow(folder, variable.Name)))
                return new Objection($"{what} read {variable} of the server's machine, which is in none of the folders of variables.files", "name its folder there");
            if (!variable.IsFile && !rules.Variables.Env.Any(pattern => GoGlob.TryMatch(pattern, variable.Name, out var isMatch) && isMatch))
                return new Objection($"{what} read {variable} of the server's machine, which is none of variables.env", "name it there");
        }

        return null;
    }

    /// <summary>Why a script is not taken from everybody; null when it is. Nodes that hang on variables without values are judged with the tasks that give them.</summary>
    public Objection? WhyNot(PipelineGraph graph) =>
        graph.Nodes.Where(node => node.StandIns < StandInUse.Values).Select(node => WhyNot(node.Definition)).FirstOrDefault(objection => objection is not null);

    private Objection? WhyNot(NodeDefinition node)
    {
        if (node is ProcessingNode reading && reading.FolderRead() is { } folder && !rules.Variables.Files.Any(allowed => FolderRule.IsIn(allowed, folder)))
            return new Objection($"the script reads {folder} of the server's machine, which is in none of the folders of variables.files", "name it there");
        return ((node as AlertNode)?.Handlers ?? [])
            .Select(use => WhyNotUsed(use.Kind, use.Options, $"the script has a handler of kind '{use.Kind}'; such handlers") ?? OfFilledIn(use))
            .FirstOrDefault(objection => objection is not null);
    }

    // A script fills in the variables of few options.
    private Objection? OfFilledIn(HandlerUse use) =>
        kinds.TryFind(use.Kind, out var kind) && kind.Options.KeyWithVariables is { Length: > 0 } key && use.Options.TryFind(key, out var value)
            ? WhyNot(value, $"the options of the script's handler of kind '{use.Kind}'") : null;

    private Objection? WhyNotUsed(string name, ConfigValue options, string who)
    {
        if (!kinds.TryFind(name, out var kind))
            return null;
        foreach (var use in kind.Options.UsesOf(options))
        {
            // What it stands for in the end is not known here.
            var isKnown = !ConfigVariables.AreIn(new ConfigText(use.Name));
            switch (use.Kind)
            {
                case MachineUseKind.Program when !isKnown || !rules.Exec.Allow.Any(allowed => IsProgram(allowed, use.Name)):
                    return new Objection($"{who} run programs on the server's machine, and '{use.Name}' is none of exec.allow", "add it there");
                case MachineUseKind.WrittenFile when !isKnown || rules.Log.Folder.Length == 0 || !FolderRule.IsBelow(rules.Log.Folder, use.Name):
                    return new Objection(
                        rules.Log.Folder.Length == 0
                            ? $"{who} write files on the server's machine, and log.folder names no folder for them"
                            : $"{who} write files on the server's machine, and '{use.Name}' is not below log.folder, {rules.Log.Folder}",
                        "name another folder there");
                case MachineUseKind.Code when !rules.Csharp.Inline:
                    return new Objection($"{who} run code on the server's machine, and csharp.inline lets them name files of the folder of scripts only", "set csharp.inline: true");
                case MachineUseKind.Script when !rules.Csharp.Inline && !(isKnown && kind.ScriptFolder is { } scripts && FolderRule.IsBelow(scripts, Path.GetFullPath(use.Name, Path.GetFullPath(scripts)))):
                    return new Objection($"{who} run code on the server's machine, and '{use.Name}' is not in the folder of scripts", "put it there, or set csharp.inline: true");
            }
        }

        return null;
    }

    private static bool IsProgram(string allowed, string program) => Path.EndsInDirectorySeparator(allowed)
        ? Path.IsPathFullyQualified(program) && !Path.EndsInDirectorySeparator(program) && FolderRule.Holds(allowed, program)
        : allowed == program;
}
