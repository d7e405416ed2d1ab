namespace Tocsin.Engine.Deliveries;

/// <summary>The deliveries of one alert id, in order: only the first of them is ever attempted.</summary>
internal sealed class Lane
{
    private readonly Queue<OwedDelivery> _waiting = new(1);

    public int Count => _waiting.Count;

    public OwedDelivery First => _waiting.Peek();

    public void Add(OwedDelivery delivery) => _waiting.Enqueue(delivery);

    public void RemoveFirst() => _waiting.Dequeue();
}
