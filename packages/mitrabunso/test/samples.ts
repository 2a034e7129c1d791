/** The replies that the vendor prints, with invented names in place of its people's. */
const price = {
  deleted_at: null,
  status: "1",
  id: "56139d43-3409-4a78-ad3f-e9f678170759",
  price: "25000",
  product: "13628104-90c3-41a9-9074-c5c8b386f720",
  startDate: "2022-10-08 00:00:00",
  endDate: "2022-10-08 23:59:00",
  shop: "03a0da07-1b3f-4512-81ed-0c01310666e4",
  shopName: null,
  created: { date: "2022-10-08 15:00:26.000000", timezone_type: 3, timezone: "Asia/Bangkok" },
  updated: { date: "2022-10-08 15:00:26.000000", timezone_type: 3, timezone: "Asia/Bangkok" },
  createdBy: "2888cc3b-0478-4e85-be41-7baf74fedf36",
  updatedBy: "",
  createdByName: null,
  updatedByName: null,
};

const listed = { ...price, shopName: "Online Shop", createdByName: "Pengguna Contoh" };

const second = { date: "2022-10-08 15:02:07.000000", timezone_type: 3, timezone: "Asia/Bangkok" };

export const samples = {
  list: {
    message: "Data retrieved successfully",
    show: 2,
    total: 2,
    data: [
      listed,
      { ...listed, id: "644ef4a0-db8e-4737-a91d-6e3473908f98", created: second, updated: second },
    ],
  },
  get: { message: "Data retrieved successfully", data: price },
  create: { message: "Data added successfully", data: price },
  update: {
    message: "Data updated successfully",
    data: {
      ...price,
      price: "25500",
      shop: "22ba9428-a4d2-4c44-ba35-417c6878f16a",
      updated: { date: "2022-10-08 15:04:03.000000", timezone_type: 3, timezone: "Asia/Bangkok" },
      updatedBy: "2888cc3b-0478-4e85-be41-7baf74fedf36",
    },
  },
  delete: { message: "data deleted successfully" },
};
