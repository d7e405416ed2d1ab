using Tocsin.Engine.Alerts;

namespace Tocsin.Engine.Storage;

/// <summary>What a <see cref="StateChange"/> may write. Used on the store's thread only, within its transaction.</summary>
public interface IStateWriter
{
    /// <summary>Adds a task or replaces the one with its id.</summary>
    void SaveTask(TaskRecord task);

    void DeleteTask(string id);

    /// <summary>Adds a template or replaces the one with its id.</summary>
    void SaveTemplate(TemplateRecord template);

    void DeleteTemplate(string id);

    /// <summary>Adds a handler or replaces the one with its topic and id.</summary>
    void SaveHandler(HandlerSpec handler);

    void DeleteHandler(string topic, string id);

    /// <summary>Names a topic, or gives it another name.</summary>
    void SaveTopic(int topic, string name);

    /// <summary>Forgets a topic with all its events.</summary>
    void DeleteTopic(int topic);

    /// <summary>Adds the state of an alert id or replaces it.</summary>
    void SaveEvent(int topic, string id, in EventState state);

    /// <summary>Names a target of deliveries, or gives it another name.</summary>
    void SaveTarget(int target, string name);

    void AddOwed(int target, long number, long key, long sinceUnixMilliseconds, ReadOnlySpan<byte> alertEvent);

    void RemoveOwed(int target, long number);

    void AddDeadLetter(DeadLetterRow letter);

    void RemoveDeadLetter(long number);
}
