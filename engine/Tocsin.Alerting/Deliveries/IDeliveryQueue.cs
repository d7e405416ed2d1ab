namespace Tocsin.Alerting.Deliveries;

/// <summary>Takes over deliveries once they are committed. Disposing it leaves in storage what is not delivered.</summary>
internal interface IDeliveryQueue : IDisposable
{
    /// <summary>The number the deliveries are kept under.</summary>
    int Target { get; }

    /// <summary>False while each delivery is refused or waits, as there is nobody to do the work.</summary>
    bool CanDeliver { get; }

    /// <summary>Called in the order of commits, on the store's thread: must be quick.</summary>
    void Accept(OwedDelivery delivery);

    /// <summary>Its handler was deleted: what it holds is brought to an end.</summary>
    /// <param name="isPatient">True to try each delivery as long as any; false to try it once more.</param>
    void Finish(bool isPatient = false);

    /// <summary>True after <see cref="Finish"/>, once nothing is left to be done.</summary>
    bool IsFinished { get; }
}
