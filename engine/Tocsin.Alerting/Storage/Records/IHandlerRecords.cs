using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>The handlers of topics that people defined, as the store keeps them. Reads see what is committed.</summary>
public interface IHandlerRecords : IRecords<IHandlerWriter>
{
    IReadOnlyList<HandlerSpec> LoadHandlers();
}
