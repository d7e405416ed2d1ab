using Tocsin.Engine.Storage;

namespace Tocsin.Engine.Alerts;

/// <summary>The place of one alert id in a topic.</summary>
internal sealed class TopicEvent(string id, EventState state)
{
    public string Id { get; } = id;

    public EventState State { get; set; } = state;

    /// <summary>
    /// The last change within the commit under way: of several, only that one needs to be written. Belongs to the store's thread.
    /// </summary>
    public StateChange? LastChange { get; set; }
}
