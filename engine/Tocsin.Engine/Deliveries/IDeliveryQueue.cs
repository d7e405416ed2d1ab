namespace Tocsin.Engine.Deliveries;

/// <summary>Takes over deliveries once they are committed. Disposing it leaves in storage what is not delivered.</summary>
internal interface IDeliveryQueue : IDisposable
{
    /// <summary>The number the deliveries are kept under.</summary>
    int Target { get; }

    /// <summary>Called in the order of commits, on the store's thread: must be quick.</summary>
    void Accept(OwedDelivery delivery);

    /// <summary>Its handler was deleted: what it holds is brought to an end, soon.</summary>
    void Finish();

    /// <summary>True after <see cref="Finish"/>, once nothing is left to be done.</summary>
    bool IsFinished { get; }
}
