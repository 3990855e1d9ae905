namespace Akka.TestKit;

/// <summary>Marks a test class whose test thread sends without the test actor as sender.</summary>
public interface INoImplicitSender;
