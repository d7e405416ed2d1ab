using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of handler definitions. Used on the store's thread only, within its transaction.</summary>
public interface IHandlerWriter
{
    /// <summary>Adds a handler or replaces the one with its topic and id.</summary>
    void SaveHandler(HandlerSpec handler);

    void DeleteHandler(string topic, string id);
}
