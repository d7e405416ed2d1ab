using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Deletes;

/// <summary><c>tocsin delete topic-handlers</c>.</summary>
internal sealed class DeleteTopicHandlersCommand : DeleteKindCommand
{
    private readonly Argument<string> _topic;
    private readonly Argument<string[]> _names;

    public DeleteTopicHandlersCommand(Terminal terminal, ServerChoice server)
        : base("topic-handlers", "Delete handlers of a topic.", terminal, server)
    {
        _topic = Argument<string>("topic", "The topic's name.");
        _names = Names("Ids of its handlers, or patterns; '*' is all.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin delete topic-handlers cpu victorops-cpu-alert"];

    protected override Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var topic = arguments.GetRequiredValue(_topic);
        var path = ApiClient.PathOf("alerts", "topics", topic, "handlers");
        return DeleteAsync(
            api,
            arguments.GetRequiredValue(_names),
            name => TopicLists.HandlersAsync(api, path, name, cancellationToken),
            name => MissingName.HandlerAsync(api, topic, name, cancellationToken),
            cancellationToken);
    }
}
