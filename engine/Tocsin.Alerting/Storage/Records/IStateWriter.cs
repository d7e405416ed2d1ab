namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a <see cref="StateChange"/> may write, of all features. Used on the store's thread only, within its transaction.</summary>
public interface IStateWriter : ITaskWriter, IHandlerWriter, ITopicWriter, ISilenceWriter, IDrillWriter, IDeliveryWriter, ISourceWriter, IRecordingWriter, IConfigWriter, IAccessWriter, IRebuilds;
