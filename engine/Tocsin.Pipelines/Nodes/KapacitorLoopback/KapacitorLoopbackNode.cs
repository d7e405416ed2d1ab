using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.KapacitorLoopback;

/// <summary>Writes points back into the engine, for other tasks to read.</summary>
/// <example><code>stream|from().measurement('cpu')|kapacitorLoopback().database('derived').retentionPolicy('autogen').measurement('cpu2')</code></example>
[Node("kapacitorLoopback", Kind = "kapacitor_loopback", Provides = EdgeKind.None)]
internal sealed class KapacitorLoopbackNode : ProcessingNode
{
    /// <summary>The database to write to. Required.</summary>
    public string Database { get; set; } = "";

    /// <summary>The retention policy to write to. Required.</summary>
    public string RetentionPolicy { get; set; } = "";

    /// <summary>The measurement to write; empty, the default, keeps that of the data. Batches always keep theirs.</summary>
    public string Measurement { get; set; } = "";

    /// <summary>Tags that every point gets, over its own.</summary>
    [NotInScript]
    public TagSet Tags { get; private set; } = TagSet.Empty;

    /// <summary>Adds a tag to every point.</summary>
    [ScriptMethod]
    public void Tag(string name, string value) => Tags = Tags.With(name, value);

    public override void Validate(NodeProblems problems)
    {
        if (Database.Length == 0)
            problems.Error("there is no database", new WayOut("write .database('name')", Remedy.Add(".database('name')")));
        if (RetentionPolicy.Length == 0)
            problems.Error("there is no retention policy", new WayOut("write .retentionPolicy('name')", Remedy.Add(".retentionPolicy('name')")));
    }

    internal override void CheckServer(ServerCheck check)
    {
        if (check.Dbrps?.Contains(new Dbrp(Database, RetentionPolicy)) == true)
            check.Found.Error("TS3542", check.Node.Span, Loop(check.Node.Name), "write to another database, or read from another");
    }

    /// <summary>What is said when the task reads what the node writes.</summary>
    internal string Loop(string nodeName) => $"{nodeName}: loop detected on dbrp \"{Database}\".\"{RetentionPolicy}\": the task reads what it would write";

    public override KnownData Follow(NodeFlow flow) => flow.Input;

    public override Processor CreateProcessor(NodeContext context) => new KapacitorLoopbackProcessor(this, context);
}
