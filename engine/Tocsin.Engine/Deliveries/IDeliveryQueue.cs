namespace Tocsin.Engine.Deliveries;

/// <summary>Takes over deliveries once they are committed.</summary>
internal interface IDeliveryQueue
{
    /// <summary>The number the deliveries are kept under.</summary>
    int Target { get; }

    /// <summary>Called in the order of commits, on the store's thread: must be quick.</summary>
    void Accept(OwedDelivery delivery);
}
