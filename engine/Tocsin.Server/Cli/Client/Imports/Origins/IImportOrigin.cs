using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Imports.Origins;

/// <summary>A Kapacitor that something is taken over from: one that runs, or what one left in its database. All is in the form in which a server shows it.</summary>
internal interface IImportOrigin
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>The topics: <c>id</c>, and what else the source finds their events and handlers by.</summary>
    Task<List<JsonObject>> TopicsAsync(CancellationToken cancellationToken);

    /// <summary>The events of a topic, with <c>id</c> and <c>state</c>.</summary>
    Task<List<JsonObject>> EventsAsync(JsonObject topic, CancellationToken cancellationToken);

    /// <summary>The handlers of a topic.</summary>
    Task<List<JsonObject>> HandlersAsync(JsonObject topic, CancellationToken cancellationToken);

    /// <summary>The templates: <c>id</c>.</summary>
    Task<List<JsonObject>> TemplatesAsync(CancellationToken cancellationToken);

    /// <summary>A template with its script; null when there is none.</summary>
    Task<JsonObject?> FindTemplateAsync(string id, CancellationToken cancellationToken);

    /// <summary>The tasks: <c>id</c> and <c>status</c>.</summary>
    Task<List<JsonObject>> TasksAsync(CancellationToken cancellationToken);

    /// <summary>A task with its script as it was written.</summary>
    Task<JsonObject> TaskAsync(string id, CancellationToken cancellationToken);

    /// <summary>What was set over the configuration's file: <c>section</c>, <c>element</c>, <c>options</c>, and whether the element was <c>added</c>.</summary>
    Task<List<JsonObject>> OverridesAsync(CancellationToken cancellationToken);

    /// <summary>What it has that cannot be taken over, with the reason.</summary>
    IReadOnlyList<ImportResult> LeftOut { get; }
}
