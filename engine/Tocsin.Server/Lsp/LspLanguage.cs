using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Editing;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Loading;
using Tocsin.Server.Loading.Checks;
using Tocsin.Server.Lsp.Schemas;

namespace Tocsin.Server.Lsp;

/// <summary>What definitions can say at the moment, for the editors that are open. Safe for any number of threads.</summary>
/// <param name="extensions">What there is now; asked when something is looked at, which may be much later than the start.</param>
/// <param name="environment">Answers variables of the environment; null for one that is not set.</param>
/// <param name="files">The files that definitions name. Where they are not known, whoever writes is a stranger to this machine: nothing that a text names is read or compiled.</param>
internal sealed class LspLanguage(Func<Extensions> extensions, ISchemaSource schema, Func<string, string?> environment, MachineFiles files, TimeProvider time)
{
    private volatile Tuple<Extensions, Extensions>? _forms; // Those there are, and what strangers see of them.

    public TimeProvider Time => time;

    /// <summary>The version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Where the names of the data come from.</summary>
    public ISchemaSource Schema => schema;

    /// <summary>What extensions bring.</summary>
    public Extensions Extensions => files.AreKnown ? extensions() : FormsOf(extensions());

    /// <summary>Makes ready what the first document needs, beside what else is done.</summary>
    public void Prepare() => _ = Task.Run(() => Of(null));

    /// <summary>What scripts can say of such data.</summary>
    public EditorLanguage Of(DataSchema? data)
    {
        var vocabulary = Extensions.Vocabulary;
        return new EditorLanguage
        {
            Nodes = vocabulary.Nodes,
            Functions = vocabulary.Lambdas,
            Schema = data,
            Judge = (tree, known) => new ScriptJudge(vocabulary with { Schema = known }).Check(tree, null, Files().Surroundings),
        };
    }

    /// <summary>Checks files as <c>tocsin check --allow-unset</c> does: an editor is seldom on the machine of the server.</summary>
    public CheckedFiles Files() => new(Extensions, new UnsetVariables(areAllowed: true, environment, files));

    private Extensions FormsOf(Extensions all)
    {
        if (_forms is not { } known || !ReferenceEquals(known.Item1, all))
            _forms = known = Tuple.Create(all, all.AsForms());
        return known.Item2;
    }
}
