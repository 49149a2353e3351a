// version 1.4.0 was the last before the move
const text = "say .setVersion('1.4.0')";
const config = new DocumentBuilder()
  .setTitle('주문 API 1.4.0')
  .setVersion( "1.5.0" ) // keep in step
  .build();
