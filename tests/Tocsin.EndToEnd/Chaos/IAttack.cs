namespace Tocsin.EndToEnd.Chaos;

/// <summary>Something that is done to a server and must neither end it nor keep it from others.</summary>
internal interface IAttack
{
    /// <summary>Does it, and checks what is to be seen of it. The pulse goes on meanwhile, and must still beat afterwards.</summary>
    Task RunAsync(ChaosServer server);
}
